namespace Cluster.Training.Data.Texts;

/// <summary>One record as it was read.</summary>
/// <param name="Place">Where it was read, for messages.</param>
/// <param name="Part">What the source says it is for; null where the source does not say.</param>
/// <param name="Fields">Its fields, one for each column of the source.</param>
public sealed record SourceRecord(RecordPlace Place, DatasetPart? Part, Field[] Fields)
{
    /// <summary>Makes records of plain texts, numbered from 1.</summary>
    /// <param name="rows">A text for each column, record by record.</param>
    public static IEnumerable<SourceRecord> Of(IEnumerable<string[]> rows) =>
        rows.Select((row, index) => new SourceRecord(new RecordPlace(null, index + 1), null, Array.ConvertAll(row, text => new Field(text))));
}
