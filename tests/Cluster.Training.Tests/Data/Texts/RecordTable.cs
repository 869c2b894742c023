using Cluster.Training.Data.Texts;

namespace Cluster.Training.Tests.Data.Texts;

/// <summary>Records written out in a test.</summary>
internal sealed class RecordTable(string[] columns, params string[][] records) : IRecordSource
{
    public IReadOnlyList<string> Columns => columns;

    public IEnumerable<SourceRecord> Read() => SourceRecord.Of(records);
}
