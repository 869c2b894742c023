namespace Cluster.Training.Data.Texts;

/// <summary>One record's text and label.</summary>
/// <param name="Number">Position in the source, from 1.</param>
/// <param name="Text">The text; not empty.</param>
/// <param name="Label">The label; not empty but where none is read.</param>
internal readonly record struct TextRecord(int Number, string Text, string Label)
{
    /// <summary>Reads all records of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="textColumn">Name of the column with the text.</param>
    /// <param name="labelColumn">Name of the column with the label; null to read none.</param>
    /// <param name="digest">SHA-256 of the records in lower-case hex.</param>
    /// <exception cref="InvalidDataException">A column, a record or a field is missing.</exception>
    public static List<TextRecord> ReadAll(IRecordSource source, string textColumn, string? labelColumn, out string digest)
    {
        int text = IndexOf(source, textColumn);
        int? label = labelColumn is null ? null : IndexOf(source, labelColumn);
        string[][] rows = [.. source.Read().Select(record => Array.ConvertAll(record.Fields, field => field.Text))];
        if (rows.Length == 0) throw new InvalidDataException("The dataset has no records.");
        var records = new List<TextRecord>(rows.Length);
        foreach ((int index, string[] row) in rows.Index())
        {
            if (row.Length != source.Columns.Count) throw new InvalidDataException(
                $"Record {index + 1} has {row.Length} fields instead of {source.Columns.Count}.");
            if (row[text].Length == 0) throw new InvalidDataException($"Record {index + 1} has no text.");
            if (label is { } column && row[column].Length == 0) throw new InvalidDataException($"Record {index + 1} has no label.");
            records.Add(new TextRecord(index + 1, row[text], label is { } at ? row[at] : ""));
        }

        digest = DatasetDigest.Of(source.Columns, rows);
        return records;
    }

    private static int IndexOf(IRecordSource source, string column)
    {
        int index = source.Columns.ToList().IndexOf(column);
        return index >= 0 ? index : throw new InvalidDataException(
            $"The dataset has no column '{column}'; it has {string.Join(" and ", source.Columns)}.");
    }
}
