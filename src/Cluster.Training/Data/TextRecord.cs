using Cluster.V1;

namespace Cluster.Training.Data;

/// <summary>One record's text and label.</summary>
/// <param name="Number">Position in the source, from 1.</param>
/// <param name="Text">The text; not empty.</param>
/// <param name="Label">The label; not empty.</param>
internal readonly record struct TextRecord(int Number, string Text, string Label)
{
    /// <summary>Reads all records of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="columns">Says which column is which.</param>
    /// <param name="digest">SHA-256 of the records in lower-case hex.</param>
    /// <exception cref="InvalidDataException">A column, a record or a field is missing.</exception>
    public static List<TextRecord> ReadAll(IRecordSource source, DataSpec columns, out string digest)
    {
        int text = IndexOf(source, columns.Text);
        int label = IndexOf(source, columns.Label);
        string[][] rows = [.. source.Read()];
        if (rows.Length == 0) throw new InvalidDataException("The dataset has no records.");
        var records = new List<TextRecord>(rows.Length);
        foreach ((int index, string[] row) in rows.Index())
        {
            if (row.Length != source.Columns.Count) throw new InvalidDataException(
                $"Record {index + 1} has {row.Length} fields instead of {source.Columns.Count}.");
            if (row[text].Length == 0) throw new InvalidDataException($"Record {index + 1} has no text.");
            if (row[label].Length == 0) throw new InvalidDataException($"Record {index + 1} has no label.");
            records.Add(new TextRecord(index + 1, row[text], row[label]));
        }

        digest = RecordDigest.Of(source.Columns, rows);
        return records;
    }

    private static int IndexOf(IRecordSource source, string column)
    {
        int index = source.Columns.ToList().IndexOf(column);
        return index >= 0 ? index : throw new InvalidDataException(
            $"The dataset has no column '{column}'; it has {string.Join(" and ", source.Columns)}.");
    }
}
