using Cluster.Training.Blobs;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>Looks through a dataset for a person.</summary>
public static class DatasetPreviews
{
    private const int LongestText = 300;

    /// <summary>Reads all records, one at a time, and counts. Also a check of the whole dataset: any mistake in its files is found.</summary>
    /// <param name="blobs">Holds the files.</param>
    /// <param name="source">What the dataset consists of, as <see cref="DatasetInspector"/> returns it.</param>
    /// <param name="rows">So many of the first records are shown; at least 0.</param>
    /// <returns>The preview; empty for files without records.</returns>
    /// <exception cref="InvalidDataException">A file is wrong somewhere; the message is for the user.</exception>
    public static DatasetPreview Of(BlobStore blobs, DatasetSource source, int rows)
    {
        var preview = new DatasetPreview();
        if (source.Columns.Count == 0) return preview;
        ColumnTally[] columns = [.. source.Columns.Select(column => new ColumnTally(column))];
        var parts = new SortedDictionary<DatasetFile.Types.Part, long>();
        foreach (SourceRecord record in new FileRecords(source, blobs).Read())
        {
            DatasetFile.Types.Part part = PartOf(record.Part);
            parts[part] = parts.GetValueOrDefault(part) + 1;
            for (int i = 0; i < columns.Length; i++) columns[i].Add(record.Fields[i]);
            if (preview.Rows.Count < rows) preview.Rows.Add(RowOf(record));
        }

        preview.Parts.Add(parts.Select(pair => new DatasetPreview.Types.PartRecords { Part = pair.Key, Records = pair.Value }));
        preview.Columns.Add(columns.Select(column => column.ToPreview()));
        return preview;
    }

    private static DatasetPreview.Types.Row RowOf(SourceRecord record) =>
        new() { Fields = { record.Fields.Select(field => Clip(field.Text)) } };

    private static string Clip(string text)
    {
        if (text.Length <= LongestText) return text;
        // Half a character is no text.
        int end = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return text[..end] + "...";
    }

    private static DatasetFile.Types.Part PartOf(DatasetPart? part) => part switch
    {
        DatasetPart.Training => DatasetFile.Types.Part.Training,
        DatasetPart.Validation => DatasetFile.Types.Part.Validation,
        DatasetPart.Test => DatasetFile.Types.Part.Test,
        _ => DatasetFile.Types.Part.Unspecified,
    };
}
