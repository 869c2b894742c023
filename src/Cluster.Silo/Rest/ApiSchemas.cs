using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Silo.Rest;

/// <summary>Messages as schemas of OpenAPI, each one once, as protobuf's JSON writes them.</summary>
/// <param name="comments">What they mean.</param>
internal sealed class ApiSchemas(ProtoComments comments)
{
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    /// <summary>All messages that were asked for, and those within them.</summary>
    public JsonObject All() => new(_schemas.Select(schema => KeyValuePair.Create<string, JsonNode?>(schema.Key, schema.Value.DeepClone())));

    /// <summary>A reference to the schema of a message.</summary>
    public JsonObject Of(MessageDescriptor message)
    {
        if (message.FullName == Timestamp.Descriptor.FullName) return Typed("string", "date-time");
        if (message.FullName == Any.Descriptor.FullName)
            return new JsonObject { ["type"] = "object", ["required"] = new JsonArray("@type"), ["properties"] = new JsonObject { ["@type"] = Typed("string") } };
        if (!_schemas.ContainsKey(message.FullName))
        {
            // In place before its fields are: messages may contain themselves.
            JsonObject properties = [];
            _schemas[message.FullName] = Explained(new JsonObject { ["type"] = "object", ["properties"] = properties }, comments.Of(message));
            foreach (FieldDescriptor field in message.Fields.InDeclarationOrder()) properties[field.JsonName] = Explained(Of(field), TextOf(field));
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{message.FullName}" };
    }

    /// <summary>The schema of a field.</summary>
    public JsonObject Of(FieldDescriptor field)
    {
        if (field.IsMap) return new JsonObject { ["type"] = "object", ["additionalProperties"] = Single(field.MessageType.FindFieldByNumber(2)) };
        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = Single(field) } : Single(field);
    }

    /// <summary>What a field means, with the meanings of its values where it is one of some; null if nothing is known.</summary>
    public string? TextOf(FieldDescriptor field)
    {
        if (field.FieldType is not FieldType.Enum || comments.Of(field) is not { } text) return comments.Of(field);
        IEnumerable<string> values = field.EnumType.Values.Select(value => $"- {value.Name}: {comments.Of(value)}");
        return $"{text}\n\n{string.Join('\n', values)}";
    }

    private JsonObject Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => Of(field.MessageType),
        FieldType.Enum => new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. field.EnumType.Values.Select(value => JsonValue.Create(value.Name))]),
        },
        FieldType.Bool => Typed("boolean"),
        FieldType.String => Typed("string"),
        FieldType.Bytes => Typed("string", "byte"),
        FieldType.Double => Typed("number", "double"),
        FieldType.Float => Typed("number", "float"),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Typed("integer", "int32"),
        FieldType.UInt32 or FieldType.Fixed32 => Typed("integer", "uint32"),
        FieldType.UInt64 or FieldType.Fixed64 => Typed("string", "uint64"),
        _ => Typed("string", "int64"),
    };

    private static JsonObject Explained(JsonObject schema, string? text)
    {
        if (text is not null) schema["description"] = text;
        return schema;
    }

    private static JsonObject Typed(string type, string? format = null)
    {
        var schema = new JsonObject { ["type"] = type };
        if (format is not null) schema["format"] = format;
        return schema;
    }
}
