using System.Globalization;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Tests.Data.Texts;

/// <summary>Long generated texts that watch what becomes of them.</summary>
internal sealed class PassingRecords(int count) : IRecordSource
{
    private const int Watched = 1000;

    private readonly List<WeakReference> _watched = [];

    public IReadOnlyList<string> Columns { get; } = ["text", "label"];

    /// <summary>How often the records were read to the end.</summary>
    public int Passes { get; private set; }

    /// <summary>The memory in use at the end of a pass, the largest of all passes.</summary>
    public long LargestMemory { get; private set; }

    /// <summary>How many of the watched texts were still in memory at the end of a pass, the largest of all passes.</summary>
    public int MostAlive { get; private set; }

    public IEnumerable<SourceRecord> Read()
    {
        for (int i = 0; i < count; i++)
        {
            SourceRecord record = Make(i);
            if (i % Watched == 0) _watched.Add(new WeakReference(record.Fields[0].Text));
            yield return record;
        }

        Passes++;
        LargestMemory = Math.Max(LargestMemory, GC.GetTotalMemory(forceFullCollection: true));
        MostAlive = Math.Max(MostAlive, _watched.Count(text => text.IsAlive));
    }

    private static SourceRecord Make(int index)
    {
        string number = index.ToString(CultureInfo.InvariantCulture);
        string text = $"word{index % 100} head {new string('x', 400)} {number}";
        return new SourceRecord(new RecordPlace("big.csv", index + 2), null, [new Field(text), new Field(index % 2 == 0 ? "even" : "odd")]);
    }
}
