using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Specs;

public sealed class SyncRulesTests
{
    [Fact]
    public void Defaults_are_those_that_the_protos_promise()
    {
        SyncSpec local = Resolve(new SyncSpec { LocalSteps = 64 }).Training.Sync;
        Assert.Equal((64, 2, 0.7f, 0.9f), (local.LocalSteps, local.Replicas, local.Outer.LearningRate, local.Outer.Momentum));
        Assert.Equal(SyncSpec.Types.Codec.None, local.Compress);
        SyncSpec top = Resolve(new SyncSpec { Compress = SyncSpec.Types.Codec.Topk }).Training.Sync;
        Assert.Equal((1, 0.05f), (top.LocalSteps, top.TopFraction));
        Assert.Null(top.Outer);
        Assert.Null(Resolve(null).Training.Sync);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    [InlineData(7, 7)]
    public void Local_replicas_default_to_the_smallest_divisor_of_the_shards(int shards, int replicas) =>
        Assert.Equal(replicas, Resolve(new SyncSpec { LocalSteps = 4 }, shards).Training.Sync.Replicas);

    [Fact]
    public void Every_setting_has_its_range()
    {
        var sync = new SyncSpec { LocalSteps = 0, Replicas = 3, Outer = new OuterSpec { LearningRate = 0, Momentum = 1 }, TopFraction = 0.1f };
        Assert.Equal(
            [
                new Violation("training.sync.localSteps", "Must be 1 to 100000; it is 0."),
                new Violation("training.sync.replicas", "Must divide training.shards, which is 4; it is 3."),
                new Violation("training.sync.outer", "Needs training.sync.localSteps over 1."),
                new Violation("training.sync.outer.learningRate", "Must be a finite number over 0; it is 0."),
                new Violation("training.sync.outer.momentum", "Must be at least 0 and under 1; it is 1."),
                new Violation("training.sync.topFraction", "Needs training.sync.compress: TOPK."),
            ],
            SpecValidator.Validate(Spec(sync)));
        Assert.Equal(
            [new Violation("training.sync.topFraction", "Must be over 0 and at most 0.5; it is 0.6.")],
            SpecValidator.Validate(Spec(new SyncSpec { Compress = SyncSpec.Types.Codec.Topk, TopFraction = 0.6f })));
    }

    private static JobSpec Resolve(SyncSpec? sync, int? shards = null) => SpecDefaults.Resolve(Spec(sync, shards), drawnSeed: 1);

    private static JobSpec Spec(SyncSpec? sync, int? shards = null)
    {
        var spec = new JobSpec
        {
            Task = JobSpec.Types.Task.Classification,
            Data = new DataSpec { Dataset = "builtin/language-names", Text = "name", Label = "language" },
            Training = new TrainingSpec { Sync = sync },
        };
        if (shards is { } given) spec.Training.Shards = given;
        return spec;
    }
}
