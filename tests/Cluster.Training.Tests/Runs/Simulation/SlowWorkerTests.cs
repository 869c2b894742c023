using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

public sealed class SlowWorkerTests
{
    [Fact]
    public void A_worker_ten_times_slower_than_the_rest_is_left_out_and_the_job_keeps_its_speed()
    {
        using SimulatedCluster cluster = Started(silos: 3, lanes: 1);
        RunTo(cluster, 20);
        double usual = SecondsPerStep(cluster, 5, 20);
        cluster.Running[1].Slowness = 10;

        RunTo(cluster, 80);

        WorkerChanged left = cluster.Log.Events.Select(happened => happened.WorkerChanged).First(change => change is { Joined: false });
        Assert.Equal("s1", left.Worker);
        Assert.Matches("^left out for 30 s: it is [0-9.]+ times slower than the others: it needs [0-9.]+ s for a shard, they need [0-9.]+ s$", left.Message);
        Assert.InRange(SecondsPerStep(cluster, 40, 80), 0, 2 * usual);
    }

    [Fact]
    public void A_worker_that_was_slow_for_a_while_comes_back()
    {
        using SimulatedCluster cluster = Started(silos: 3, lanes: 1);
        RunTo(cluster, 20);
        SimulatedSilo slow = cluster.Running[1];
        slow.Slowness = 10;
        cluster.World.After(TimeSpan.FromSeconds(20), () => slow.Slowness = 1);
        RunTo(cluster, 600);
        Assert.Equal(
            [true, false, true], cluster.Log.Events.Select(happened => happened.WorkerChanged).Where(change => change?.Worker == slow.Name).Select(change => change!.Joined));
        Assert.Equal(3, cluster.Log.Events.Last(happened => happened.StepCompleted is not null).StepCompleted.Workers);
    }

    [Fact]
    public void A_worker_that_gets_stuck_in_one_batch_does_not_hold_up_the_others()
    {
        using SimulatedCluster cluster = Started(silos: 3, lanes: 1);
        RunTo(cluster, 20);
        SimulatedSilo stuck = cluster.Running[1];
        stuck.Slowness = 400;
        cluster.World.After(TimeSpan.FromSeconds(1), () => stuck.Slowness = 1);
        RunTo(cluster, 40);
        TimeSpan pause = cluster.Log.StepTimes.Zip(cluster.Log.StepTimes.Skip(1), (before, after) => after - before).Skip(19).Max();
        Assert.InRange(pause.TotalSeconds, 2, 4);
    }

    [Fact]
    public void A_silo_with_twice_the_lanes_gets_about_twice_the_shards()
    {
        using SimulatedCluster cluster = Started(silos: 1, lanes: 1);
        cluster.AddSilo(lanes: 2);
        RunTo(cluster, 30);
        int[] shards = [.. Enumerable.Range(10, 20).SelectMany(version => cluster.Plans.Of(version)[0].Shares).GroupBy(share => share.Worker)
            .OrderBy(shares => shares.Key).Select(shares => shares.Sum(share => share.EndShard - share.FirstShard))];
        Assert.InRange((double)shards[1] / shards[0], 1.5, 2.5);
    }

    private static SimulatedCluster Started(int silos, int lanes)
    {
        var cluster = new SimulatedCluster(SimulationSpec.Of(epochs: 300, shards: 6), seed: 1);
        for (int i = 0; i < silos; i++) cluster.AddSilo(lanes);
        cluster.StartCoordinator();
        return cluster;
    }

    private static double SecondsPerStep(SimulatedCluster cluster, int from, int to) =>
        (cluster.Log.StepTimes[to - 1] - cluster.Log.StepTimes[from - 1]).TotalSeconds / (to - from);

    private static void RunTo(SimulatedCluster cluster, int steps)
    {
        while (cluster.Log.StepTimes.Count < steps)
        {
            Assert.True(cluster.World.Step());
            Assert.Null(cluster.Coordinator!.Failure);
        }
    }
}
