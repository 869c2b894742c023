using System.Globalization;
using System.Text.Json;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>One JSON object a line. Members of objects within it are columns named by their path, with dots.</summary>
internal sealed class JsonLinesRecords : IRecordFormat
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FindColumns(InputFile file)
    {
        var columns = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach ((RecordPlace place, Dictionary<string, Field> fields) in Objects(file).Take(FileLimits.JudgedRecords))
        {
            columns.AddRange(fields.Keys.Where(known.Add));
            ColumnNames.Checked(file, place.Number, columns);
        }

        return columns.Count > 0 ? columns : throw BadFile.At(file.Line(1), "The objects have no members; give each such as text and label.");
    }

    /// <inheritdoc/>
    public IEnumerable<SourceRecord> Read(InputFile file, IReadOnlyList<string> columns)
    {
        foreach ((RecordPlace place, Dictionary<string, Field> fields) in Objects(file))
        {
            var record = new Field[columns.Count];
            for (int i = 0; i < record.Length; i++) record[i] = fields.TryGetValue(columns[i], out Field field) ? field : new Field("");
            yield return new SourceRecord(place, file.Part, record);
        }
    }

    private static IEnumerable<(RecordPlace Place, Dictionary<string, Field> Fields)> Objects(InputFile file)
    {
        using Stream text = file.OpenText();
        var lines = new LineReader(file, text);
        bool any = false;
        while (lines.Read())
        {
            if (lines.Line.Span.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0) continue;
            any = true;
            RecordPlace place = file.Line(lines.Number);
            using JsonDocument json = Parse(lines.Line, place);
            yield return (place, JsonFields.Of(json.RootElement, place));
        }

        if (!any) throw BadFile.At(file.Line(1), "The file is empty; each line should be a JSON object.");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line, RecordPlace place)
    {
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
        }
        catch (JsonException error)
        {
            throw BadFile.At(place, string.Create(
                CultureInfo.InvariantCulture, $"The line is not JSON at byte {error.BytePositionInLine + 1}; each line should be one object."), error);
        }

        json.Dispose();
        throw BadFile.At(place, "The line is JSON, but no object; each line should be one, such as {\"text\": \"...\", \"label\": \"...\"}.");
    }
}
