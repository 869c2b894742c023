using System.Globalization;
using System.Text;
using System.Text.Json;
using Cluster.Client.Errors;
using Google.Protobuf.Reflection;

namespace Cluster.Client.Specs;

/// <summary>Walks a spec along its message type, collects everything that does not fit, and writes what fits as proto3 JSON.</summary>
internal sealed class StrictSpecWalk
{
    // In every map entry the key is field 1.
    private const int MapValueField = 2;

    private readonly List<Violation> _violations = [];
    private readonly Utf8JsonWriter _json;

    private StrictSpecWalk(Utf8JsonWriter json)
    {
        _json = json;
    }

    /// <summary>Returns the JSON and all violations; the JSON is of use only if there are none.</summary>
    public static (string Json, IReadOnlyList<Violation> Violations) Walk(MessageDescriptor type, SpecMapping root)
    {
        using MemoryStream stream = new();
        using Utf8JsonWriter json = new(stream);
        StrictSpecWalk walk = new(json);
        walk.Message(type, root, "");
        json.Flush();
        return (Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length), walk._violations);
    }

    private void Message(MessageDescriptor type, SpecNode node, string path)
    {
        _json.WriteStartObject();
        if (node is SpecMapping mapping)
        {
            foreach (SpecField field in mapping.Fields.Values)
                Field(type, field, path);
            OneKindOnly(type, mapping, path);
        }
        // A kind without settings, such as "- embedding:", stands for all of its defaults.
        else if (node is not SpecScalar { IsNull: true })
        {
            Add(path, $"Must have fields ({Names(type)}), not a {Word(node)}.", node.Origin);
        }
        _json.WriteEndObject();
    }

    private void Field(MessageDescriptor type, SpecField given, string path)
    {
        string fieldPath = path.Length == 0 ? given.Name : $"{path}.{given.Name}";
        FieldDescriptor? field = type.Fields.InDeclarationOrder().FirstOrDefault(known => known.JsonName == given.Name);
        if (field is null)
        {
            Add(fieldPath, $"There is no such field. {Hint(type, given.Name)}", given.Origin);
            return;
        }
        bool isUnset = given.Value is SpecScalar { IsNull: true } && (field.IsRepeated || field.FieldType != FieldType.Message);
        if (isUnset)
            return;
        _json.WritePropertyName(field.JsonName);
        if (field.IsMap)
            Map(field.MessageType, given.Value, fieldPath);
        else if (field.IsRepeated)
            List(field, given.Value, fieldPath);
        else
            Value(field, given.Value, fieldPath);
    }

    private void List(FieldDescriptor field, SpecNode node, string path)
    {
        _json.WriteStartArray();
        if (node is SpecList list)
        {
            for (int i = 0; i < list.Items.Count; i++)
                Value(field, list.Items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
        }
        else
        {
            Add(path, $"Must be a list, not a {Word(node)}.", node.Origin);
        }
        _json.WriteEndArray();
    }

    /// <summary>A map from names: in the contract a list of entries, in YAML and JSON a mapping.</summary>
    private void Map(MessageDescriptor entry, SpecNode node, string path)
    {
        _json.WriteStartObject();
        if (node is SpecMapping mapping)
        {
            foreach (SpecField given in mapping.Fields.Values)
            {
                _json.WritePropertyName(given.Name);
                Value(entry.Fields[MapValueField], given.Value, $"{path}.{given.Name}");
            }
        }
        else
        {
            Add(path, $"Must have names with values, not a {Word(node)}.", node.Origin);
        }
        _json.WriteEndObject();
    }

    private void Value(FieldDescriptor field, SpecNode node, string path)
    {
        if (field.FieldType == FieldType.Message)
        {
            Message(field.MessageType, node, path);
            return;
        }
        (object? value, string? problem) = node is SpecScalar scalar
            ? ScalarValue.Read(field, scalar)
            : (null, $"Must be a single value, not a {Word(node)}.");
        if (problem is not null)
            Add(path, problem, node.Origin);
        Write(value);
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case bool flag: _json.WriteBooleanValue(flag); break;
            case double number: _json.WriteNumberValue(number); break;
            case decimal whole: _json.WriteNumberValue(decimal.Truncate(whole)); break;
            default: _json.WriteStringValue((string?)value); break;
        }
    }

    private void OneKindOnly(MessageDescriptor type, SpecMapping mapping, string path)
    {
        foreach (OneofDescriptor oneof in type.Oneofs.Where(oneof => !oneof.IsSynthetic))
        {
            List<SpecField> given = [.. oneof.Fields
                .Where(field => mapping.Fields.ContainsKey(field.JsonName))
                .Select(field => mapping.Fields[field.JsonName])];
            if (given.Count > 1)
                Add(path, $"Only one of {string.Join(", ", given.Select(field => field.Name))} may be given.", given[1].Origin);
        }
    }

    private static string Hint(MessageDescriptor type, string given)
    {
        string? meant = Suggestion.Nearest(given, type.Fields.InDeclarationOrder().Select(field => field.JsonName))
            ?? Suggestion.Below(given, type);
        return meant is null ? $"Known: {Names(type)}." : $"Did you mean {meant}?";
    }

    private static string Names(MessageDescriptor type) =>
        string.Join(", ", type.Fields.InDeclarationOrder().Select(field => field.JsonName));

    private static string Word(SpecNode node) => node switch
    {
        SpecMapping => "mapping",
        SpecList => "list",
        _ => "single value",
    };

    private void Add(string path, string sentence, string origin) =>
        _violations.Add(new Violation(path, $"{sentence} ({origin})"));
}
