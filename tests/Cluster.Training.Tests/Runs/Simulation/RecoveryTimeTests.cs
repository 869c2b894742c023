
namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>How long a job makes no step after a fault, in simulated time. Steps take about 0.1 s.</summary>
public sealed class RecoveryTimeTests
{
    /// <summary>In the middle of an epoch.</summary>
    private const int FaultAt = 13;

    [Fact]
    public void After_a_worker_was_killed_the_next_step_comes_within_a_second()
    {
        // A checkpoint follows, which takes a few milliseconds, and then a step.
        for (int seed = 1; seed <= 20; seed++)
            Assert.InRange(LongestPause(seed, cluster => cluster.World.After(cluster.World.Between(20, 50), () => cluster.Kill(cluster.Running[1]))), 0, 1);
    }

    [Fact]
    public void A_worker_that_is_killed_while_it_evaluates_or_saves_is_missed_within_two_seconds()
    {
        for (int seed = 1; seed <= 20; seed++)
            Assert.InRange(LongestPause(seed, cluster => cluster.World.After(cluster.World.Between(60, 250), () => cluster.Kill(cluster.Running[0]))), 0, 2);
    }

    [Fact]
    public void After_two_workers_were_killed_at_once_the_next_step_comes_within_two_seconds()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            Assert.InRange(
                LongestPause(seed, cluster => cluster.World.After(cluster.World.Between(20, 50), () =>
                {
                    foreach (SimulatedSilo silo in cluster.Running.Take(2)) cluster.Kill(silo);
                })),
                0,
                2);
        }
    }

    [Fact]
    public void After_a_worker_was_stopped_the_next_step_comes_within_three_seconds()
    {
        for (int seed = 1; seed <= 20; seed++)
            Assert.InRange(LongestPause(seed, cluster => cluster.Pause(cluster.Running[1], TimeSpan.FromSeconds(10))), 1, 3);
    }

    [Fact]
    public void A_worker_that_is_stopped_while_it_evaluates_or_saves_costs_no_more_than_one_that_is_stopped_in_a_step()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            // After steps 14, 15 and 16 there are checkpoints and evaluations.
            Assert.InRange(LongestPause(seed, cluster => cluster.World.After(cluster.World.Between(0, 400), () =>
                cluster.Pause(cluster.Running[0], TimeSpan.FromSeconds(10)))), 1, 3);
        }
    }

    [Fact]
    public void A_new_silo_joins_within_half_a_second()
    {
        for (int seed = 1; seed <= 20; seed++) Assert.InRange(LongestPause(seed, cluster => cluster.AddSilo()), 0, 0.5);
    }

    [Fact]
    public void A_broken_pull_costs_less_than_a_second()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            Assert.InRange(
                LongestPause(seed, cluster =>
                {
                    cluster.Network.Cut = 1;
                    cluster.World.After(TimeSpan.FromMilliseconds(100), () => cluster.Network.Cut = 0);
                }),
                0,
                1);
        }
    }

    [Fact]
    public void A_silo_that_answers_but_that_nobody_can_pull_from_holds_up_the_others_for_less_than_five_seconds()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            // It may be the only one that got the last step done: then the others cannot copy from it.
            Assert.InRange(LongestPause(seed, cluster => cluster.World.After(cluster.World.Between(0, 200), () =>
                cluster.Running[0].IsDataPlaneBlocked = true)), 0, 5);
        }
    }

    /// <summary>Longest time between two steps after a fault in a job of three workers, in seconds.</summary>
    private static double LongestPause(int seed, Action<SimulatedCluster> fault)
    {
        using var cluster = new SimulatedCluster(SimulationSpec.Of(epochs: 30), seed);
        for (int i = 0; i < 3; i++) cluster.AddSilo();
        cluster.StartCoordinator();
        RunTo(cluster, FaultAt);
        fault(cluster);
        RunTo(cluster, FaultAt + 20);
        return cluster.Log.StepTimes.Zip(cluster.Log.StepTimes.Skip(1), (before, after) => (after - before).TotalSeconds).Skip(FaultAt - 1).Max();
    }

    private static void RunTo(SimulatedCluster cluster, int steps)
    {
        while (cluster.Log.StepTimes.Count < steps)
        {
            Assert.True(cluster.World.Step());
            Assert.Null(cluster.Coordinator!.Failure);
        }
    }
}
