using Cluster.Training.Events;
using Cluster.V1;

namespace Cluster.Training.Tests.Events;

/// <summary>Runs alone, because it measures the memory of the whole process.</summary>
[CollectionDefinition(nameof(EventLogMemoryTests), DisableParallelization = true)]
[Collection(nameof(EventLogMemoryTests))]
public sealed class EventLogMemoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Memory_does_not_grow_with_the_events_of_an_open_log()
    {
        using EventLog log = new(_directory.Path, 1, TimeProvider.System);
        Fill(log, 10_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Fill(log, 40_000);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        // 30,000 events as objects would be over 4 MB; the index needs 8 bytes for 256 of them.
        Assert.InRange(grown, long.MinValue, 1_000_000);
        Assert.Equal(1, log.Read(0, 1)[0].Sequence);
    }

    private static void Fill(EventLog log, long head)
    {
        while (log.Head < head) log.Append(new JobEvent { StepCompleted = new StepCompleted { Step = log.Head + 1, Loss = 0.5 } });
    }
}
