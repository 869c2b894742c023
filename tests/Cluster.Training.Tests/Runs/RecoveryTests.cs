using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

public sealed class RecoveryTests
{
    [Fact]
    public void Equal_workers_change_nothing()
    {
        RecoveryDecision decision = Decide(null, ("a", 5), ("b", 5));
        Assert.Equal((5, "a"), (decision.Version, decision.Source));
        Assert.Empty(decision.Behind);
    }

    [Fact]
    public void Those_behind_copy_from_the_newest()
    {
        RecoveryDecision decision = Decide(null, ("a", 5), ("b", 6), ("c", 0));
        Assert.Equal((6, "b"), (decision.Version, decision.Source));
        Assert.Equal(["a", "c"], decision.Behind);
        Assert.Equal("a, c copy step 6 from b", decision.Reason);
    }

    [Fact]
    public void A_living_worker_beats_an_equally_new_checkpoint()
    {
        RecoveryDecision decision = Decide(new Checkpoint { Step = 6 }, ("a", 6), ("b", 0));
        Assert.Null(decision.Checkpoint);
        Assert.Equal(["b"], decision.Behind);
    }

    [Fact]
    public void When_no_worker_is_as_new_all_restore_the_checkpoint()
    {
        RecoveryDecision decision = Decide(new Checkpoint { Step = 100 }, ("a", 0), ("b", 99));
        Assert.Equal(100, decision.Checkpoint!.Step);
        Assert.Null(decision.Source);
        Assert.Equal(["a", "b"], decision.Behind);
    }

    private static RecoveryDecision Decide(Checkpoint? newest, params (string Name, long Version)[] workers) =>
        Recovery.Decide(workers.ToDictionary(worker => worker.Name, worker => new WorkerStatus(worker.Version, 0, [])), newest);
}
