using Cluster.Training.Data;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Tests.Data.Texts;

/// <summary>Records with all that a source may say of them.</summary>
internal sealed class PlacedRecords(string[] columns, params SourceRecord[] records) : IRecordSource
{
    /// <summary>Records whose fields may be lists.</summary>
    public static PlacedRecords OfLists(string[] columns, params Field[][] records) =>
        new(columns, [.. records.Select((fields, index) => new SourceRecord(new RecordPlace(null, index + 1), null, fields))]);

    /// <summary>Records that are for something.</summary>
    public static PlacedRecords OfParts(string[] columns, params (DatasetPart? Part, string[] Fields)[] records) => new(columns, [.. records.Select(
        (record, index) => new SourceRecord(new RecordPlace(null, index + 1), record.Part, Array.ConvertAll(record.Fields, text => new Field(text))))]);

    public IReadOnlyList<string> Columns => columns;

    public IEnumerable<SourceRecord> Read() => records;
}
