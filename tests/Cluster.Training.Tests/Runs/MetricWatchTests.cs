using Cluster.Training.Runs;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

public sealed class MetricWatchTests
{
    private const double None = double.NaN;

    public static TheoryData<string, int, double, double[], int?, bool> Histories => new()
    {
        { "loss", 2, 0, [], null, false },
        { "loss", 2, 0, [3], 0, false },
        { "loss", 2, 0, [3, 2, 2.5], 1, false },
        { "loss", 2, 0, [3, 2, 2.5, 2], 1, true },
        { "loss", 2, 0, [3, 2, 2.5, 1.9, 2], 3, false },
        { "f1_macro", 2, 0, [0.3, 0.5, 0.4], 1, false },
        { "f1_macro", 2, 0, [0.3, 0.5, 0.4, 0.5], 1, true },
        { "f1_macro", 1, 0, [0.3, 0.2], 0, true },
        // Better by no more than the least difference is not better.
        { "loss", 2, 0.5, [3, 2.5, 2.2], 2, false },
        { "loss", 2, 0.5, [3, 2.5, 2.6], 0, true },
        { "accuracy", 3, 0.1, [0.5, 0.55, 0.61], 2, false },
        // What is no number is no best epoch, and does not hide one.
        { "loss", 2, 0, [None, None], null, true },
        { "loss", 2, 0, [None, 4, None], 1, false },
        { "loss", 2, 0, [double.PositiveInfinity, 4], 1, false },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void The_best_epoch_and_the_stop_follow_from_the_history(string metric, int patience, double minDelta, double[] history, int? best, bool stops)
    {
        StopDecision decision = Watch(new() { Monitor = metric, Patience = patience, MinDelta = minDelta }).Decide(history);
        Assert.Equal((best, stops), (decision.BestEpoch, decision.Stops));
    }

    [Fact]
    public void The_reason_names_metric_value_and_epoch()
    {
        MetricWatch watch = Watch(new() { Monitor = "f1_macro", Patience = 1, MinDelta = 0 });
        Assert.Equal("validation/f1_macro was best in epoch 2 (0.6667) and got no better in 1 epoch since", watch.Decide([0.1, 2 / 3.0, 0.3]).Reason);
        Assert.Equal("validation/f1_macro was not a number in any of 2 epochs", watch.Decide([None, None]).Reason);
    }

    [Fact]
    public void Without_early_stopping_the_best_epoch_is_that_of_the_loss()
    {
        MetricWatch watch = Watch(stopping: null, keepBest: true);
        Assert.Equal(new StopDecision(false, 1, "there is no early stopping"), watch.Decide([3, 1, 2, 2, 2, 2, 2, 2]));
        Assert.Equal(0.5, watch.ValueIn(new Dictionary<string, double> { ["validation/loss"] = 0.5, ["test/loss"] = 1 }));
    }

    [Fact]
    public void Nothing_is_watched_if_nothing_depends_on_it() =>
        Assert.Null(Watch(stopping: null).ValueIn(new Dictionary<string, double> { ["validation/loss"] = 0.5 }));

    private static MetricWatch Watch(EarlyStoppingSpec? stopping, bool keepBest = false) => new(
        new JobSpec { Training = new TrainingSpec { EarlyStopping = stopping }, Checkpoint = new CheckpointSpec { KeepBest = keepBest } });
}
