using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cluster.Training.Artifacts;

/// <summary>Writes and reads the small JSON files of a model folder.</summary>
internal static class JsonFile
{
    // The default encoder escapes what is special in HTML, such as the plus in a version; these files are for people too.
    private static readonly JsonWriterOptions Indented =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object, indented, with a line feed at the end.</summary>
    public static void Write(Stream stream, Action<Utf8JsonWriter> writeMembers)
    {
        using (Utf8JsonWriter json = new(stream, Indented))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads one object; the caller disposes it.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON or no object.</exception>
    public static JsonDocument Read(Stream stream)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw new InvalidDataException("This is not a JSON object.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"This is not valid JSON. {error.Message}", error);
        }
    }

    /// <summary>Returns a member that must be a text without special characters; null if it is not there.</summary>
    public static string? Text(JsonDocument document, string member) =>
        document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetRawText().Trim('"')
            : null;

    /// <summary>Returns a member that must be a whole number; null if it is not there.</summary>
    public static int? Number(JsonDocument document, string member) =>
        document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int number)
            ? number
            : null;
}
