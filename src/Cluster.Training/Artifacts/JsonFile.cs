using System.Text.Json;

namespace Cluster.Training.Artifacts;

/// <summary>Writes and reads the small JSON files of a model folder.</summary>
internal static class JsonFile
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

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

    /// <summary>Returns a member that must be a string.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or the member is missing or no string.</exception>
    public static string ReadString(Stream stream, string member)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            bool found = document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String;
            return found ? value.GetString()! : throw new InvalidDataException($"There is no text '{member}'.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"Not valid JSON. {error.Message}", error);
        }
    }
}
