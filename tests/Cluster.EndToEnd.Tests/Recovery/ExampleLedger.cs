using Cluster.EndToEnd.Tests.Jobs;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>The proof that every example was used exactly once in every epoch, from what the workers booked for the steps that were committed.</summary>
internal static class ExampleLedger
{
    /// <summary>Fails unless the ledgers of each epoch's steps add up to that of all training examples.</summary>
    public static void AssertEachExampleOnceAnEpoch(WatchedJob job)
    {
        // A new coordinator tells it again.
        Preparation prepared = Assert.Single(job.Events.Where(read => read.Prepared is not null).Select(read => read.Prepared).Distinct());
        ulong all = 0;
        for (int example = 0; example < prepared.TrainingExamples; example++)
            all = unchecked(all + Mix((ulong)example + 1));
        foreach (IGrouping<int, StepCompleted> epoch in job.Steps.Select(read => read.StepCompleted).GroupBy(step => step.Epoch))
        {
            Assert.Equal(prepared.TrainingExamples, epoch.Sum(step => step.Examples));
            Assert.Equal(all, epoch.Aggregate(0UL, (sum, step) => unchecked(sum + step.Ledger)));
        }
    }

    // The finalizer of SplitMix64, as job.proto says.
    private static ulong Mix(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }
}
