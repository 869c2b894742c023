using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Training.Tests.Scale;

public sealed class StepModelTests
{
    // A vector of 1,024 floats, 4,096 bytes.
    private static readonly GradientShape Shape = new(Embedding: 0, Rest: 1024, Density: 1);

    private static readonly StepCosts Costs = new(
        ShardSeconds: 0.1, FoldBytesPerSecond: 4096e3, UpdateSeconds: 0.01, ControlSeconds: 0.002, FanOutSeconds: 0.003, HopSeconds: 0.005, PullSeconds: 0,
        HostBytesPerSecond: double.PositiveInfinity, TextBytesPerSecond: double.PositiveInfinity);

    private static readonly Link Unlimited = Link.Loopback;

    [Fact]
    public void One_worker_moves_nothing()
    {
        Prediction step = new StepModel(Shape, Costs, 1).Predict(1, new Link("", 1, 1), SyncMode.EveryStep);
        Assert.Equal(0.1 + 0.001 + 0.01 + 0.002, step.Seconds, 1e-12);
        Assert.Equal(0, step.MovedBytes);
        Assert.Equal("compute", step.Longest);
    }

    [Fact]
    public void Several_exchange_in_two_hops_and_call_each_other_once()
    {
        // Each hop: 5 ms, 10 ms until the answer is there, for which was asked before, and 3/4 of 4,096 bytes at 4,096 bytes a second.
        var link = new Link("", 4096, 0.01);
        Prediction step = new StepModel(Shape, Costs, 1).Predict(4, link, SyncMode.EveryStep);
        Assert.Equal(2 * (0.005 + 0.01 + 0.75), step.Exchange, 1e-12);
        Assert.Equal(4 * 2 * 3072, step.MovedBytes);
        Assert.Equal("exchange", step.Longest);
    }

    [Fact]
    public void Each_further_worker_costs_the_coordinator_a_call()
    {
        StepModel model = new(Shape, Costs, 1);
        Assert.Equal(0.002 + 3 * 0.003, model.Predict(4, Unlimited, SyncMode.EveryStep).Control, 1e-12);
    }

    [Fact]
    public void Short_steps_share_the_control_of_a_plan()
    {
        // A step takes 31 ms: six of them are one plan.
        StepModel model = new(Shape, Costs with { ShardSeconds = 0.01 }, 1);
        Assert.Equal((0.002 + 3 * 0.003) / 6, model.Predict(4, Unlimited, SyncMode.EveryStep).Control, 1e-12);
    }

    [Fact]
    public void Plans_and_reports_grow_with_the_square_of_the_workers()
    {
        StepModel model = new(Shape, Costs with { FanOutSeconds = 0, TextBytesPerSecond = 1e9 }, 1);
        double Of(int workers) => model.Predict(workers, Unlimited, SyncMode.EveryStep).Control - Costs.ControlSeconds;
        Assert.InRange(Of(800) / Of(400), 3.9, 4.1);
    }

    [Fact]
    public void Shards_of_a_worker_are_added_before_they_travel()
    {
        // 4 shards a worker: 3 additions of the whole vector, then 2 partial sums of half of it.
        Prediction step = new StepModel(Shape, Costs, 4).Predict(2, Unlimited, SyncMode.EveryStep);
        Assert.Equal(0.4, step.Compute, 1e-12);
        Assert.Equal(0.003 + 0.001, step.Fold, 1e-12);
        Assert.Equal(2 * 4096, step.MovedBytes);
    }

    [Fact]
    public void A_round_exchanges_once_for_all_its_steps()
    {
        var link = new Link("", 4096, 0.01);
        StepModel model = new(Shape, Costs, 1);
        Prediction every = model.Predict(4, link, SyncMode.EveryStep), round = model.Predict(4, link, SyncMode.All(10)[1]);
        Assert.Equal(every.Exchange / 10, round.Exchange, 1e-12);
        Assert.Equal(every.Control / 10, round.Control, 1e-12);
        Assert.Equal(every.Compute, round.Compute, 1e-12);
        // 10 inner updates and an outer one.
        Assert.Equal(0.011, round.Update, 1e-12);
    }

    [Fact]
    public void Messages_of_4_bits_are_lighter_for_few_workers_and_heavier_for_many()
    {
        StepModel model = new(Shape, Costs, 1);
        double Lighter(int workers) => model.Predict(workers, Unlimited, SyncMode.All(10)[1]).MovedBytes / model.Predict(workers, Unlimited, SyncMode.All(10)[2]).MovedBytes;
        // 1,024 numbers: 8 bytes of slices each, against 528 bytes of message from each other worker.
        Assert.Equal(8192.0 / (2 * 528), Lighter(2), 1e-9);
        Assert.Equal(8192.0 / (32 * 528), Lighter(32), 1e-9);
    }

    [Fact]
    public void Workers_that_share_a_core_take_turns()
    {
        Prediction step = new StepModel(Shape, Costs.Shared(2), 1).Predict(1, Unlimited, SyncMode.EveryStep);
        Assert.Equal(0.2 + 0.002 + 0.02 + 0.002, step.Seconds, 1e-12);
        Assert.Equal(Costs, Costs.Shared(0.5));
    }
}
