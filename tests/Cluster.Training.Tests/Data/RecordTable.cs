using Cluster.Training.Data;

namespace Cluster.Training.Tests.Data;

/// <summary>Records written out in a test.</summary>
internal sealed class RecordTable(string[] columns, params string[][] records) : IRecordSource
{
    public IReadOnlyList<string> Columns => columns;

    public IEnumerable<string[]> Read() => records;
}
