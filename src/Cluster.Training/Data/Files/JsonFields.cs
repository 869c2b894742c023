using System.Text.Json;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>The fields of a JSON object.</summary>
internal static class JsonFields
{
    /// <summary>All fields by the path of their member; null is an empty field.</summary>
    /// <exception cref="InvalidDataException">A field is too long, is there twice, or is no text.</exception>
    public static Dictionary<string, Field> Of(JsonElement record, RecordPlace place)
    {
        var fields = new Dictionary<string, Field>(StringComparer.Ordinal);
        Add(record, prefix: "");
        return fields;

        void Add(JsonElement element, string prefix)
        {
            foreach (JsonProperty member in element.EnumerateObject())
            {
                string path = prefix + Checked(() => member.Name, place, prefix + "?");
                if (member.Value.ValueKind == JsonValueKind.Object) Add(member.Value, path + ".");
                else if (!fields.TryAdd(path, FieldOf(member.Value, place, path)))
                    throw BadFile.At(place, path, "The member is there twice; names must differ.");
            }
        }
    }

    private static Field FieldOf(JsonElement value, RecordPlace place, string path) => value.ValueKind == JsonValueKind.Array
        ? Field.Of([.. value.EnumerateArray().Select(item => TextOf(item, place, path))])
        : new Field(TextOf(value, place, path));

    private static string TextOf(JsonElement value, RecordPlace place, string path)
    {
        string text = value.ValueKind switch
        {
            JsonValueKind.String => Checked(value.GetString, place, path) ?? "",
            JsonValueKind.Null => "",
            _ => value.GetRawText(),
        };
        return FileLimits.Exceeds(text) ? throw BadFile.At(place, path, FileLimits.FieldSentence) : text;
    }

    // An escape such as \ud800 is half a character; \u0000 is NUL.
    private static string? Checked(Func<string?> read, RecordPlace place, string path)
    {
        try
        {
            string? text = read();
            return text?.Contains('\0') != true ? text : throw BadFile.At(place, path, "There is a NUL character; remove it.");
        }
        catch (InvalidOperationException error)
        {
            throw BadFile.At(place, $"The member '{path}' has an escape that is no whole character; write the character itself.", error);
        }
    }
}
