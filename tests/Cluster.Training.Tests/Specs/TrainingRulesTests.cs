using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Specs;

public class TrainingRulesTests
{
    [Theory]
    [InlineData(128, 128, null)]
    [InlineData(128, 0, "Must be 1 to 256; it is 0.")]
    [InlineData(64, 65, "Must be at most training.batchSize, which is 64; it is 65.")]
    [InlineData(1000, 257, "Must be 1 to 256; it is 257.")]
    [InlineData(null, 129, "Must be at most training.batchSize, which is 128; it is 129.")]
    public void Shards_fit_into_the_batch(int? batchSize, int shards, string? description)
    {
        var training = new TrainingSpec { Shards = shards };
        if (batchSize is { } size) training.BatchSize = size;
        Assert.Equal(description is null ? [] : [new Violation("training.shards", description)], Validate(training));
    }

    [Theory]
    [InlineData(0.5f, true)]
    [InlineData(0f, false)]
    [InlineData(-1f, false)]
    [InlineData(float.PositiveInfinity, false)]
    public void A_clipping_norm_is_finite_and_over_zero(float clipNorm, bool valid) => Assert.Equal(
        valid ? [] : ["training.clipNorm"], Validate(new TrainingSpec { ClipNorm = clipNorm }).Select(violation => violation.Field));

    [Fact]
    public void An_optimizer_needs_a_kind() => Assert.Equal(
        [new Violation("training.optimizer", "Must be exactly one of sgd, rmsprop, adam and adamw.")],
        Validate(new TrainingSpec { Optimizer = new OptimizerSpec() }));

    [Fact]
    public void Every_setting_of_every_optimizer_has_its_range()
    {
        Assert.Equal(
            ["sgd.learningRate", "sgd.momentum"],
            Fields(new OptimizerSpec { Sgd = new SgdOptimizer { LearningRate = 0, Momentum = 1 } }));
        Assert.Equal(
            ["rmsprop.learningRate", "rmsprop.rho", "rmsprop.epsilon"],
            Fields(new OptimizerSpec { Rmsprop = new RmsPropOptimizer { LearningRate = -1, Rho = -0.1f, Epsilon = 0 } }));
        Assert.Equal(
            ["adam.learningRate", "adam.beta1", "adam.beta2", "adam.epsilon"],
            Fields(new OptimizerSpec { Adam = new AdamOptimizer { LearningRate = float.NaN, Beta1 = 1, Beta2 = 1.5f, Epsilon = -1 } }));
        Assert.Equal(
            ["adamw.learningRate", "adamw.beta1", "adamw.beta2", "adamw.epsilon", "adamw.weightDecay"],
            Fields(new OptimizerSpec
            {
                Adamw = new AdamWOptimizer { LearningRate = float.PositiveInfinity, Beta1 = -1, Beta2 = float.NaN, Epsilon = 0, WeightDecay = -1 },
            }));
    }

    [Fact]
    public void A_wrong_number_is_told_with_the_digits_it_was_given_with() => Assert.Equal(
        [new Violation("training.optimizer.rmsprop.rho", "Must be at least 0 and under 1; it is -0.1.")],
        Validate(new TrainingSpec { Optimizer = new OptimizerSpec { Rmsprop = new RmsPropOptimizer { Rho = -0.1f } } }));

    [Fact]
    public void The_limits_that_are_allowed_are_allowed()
    {
        Assert.Empty(Fields(new OptimizerSpec { Sgd = new SgdOptimizer { LearningRate = 1e-30f, Momentum = 0 } }));
        Assert.Empty(Fields(new OptimizerSpec { Rmsprop = new RmsPropOptimizer { Rho = 0 } }));
        Assert.Empty(Fields(new OptimizerSpec { Adam = new AdamOptimizer { Beta1 = 0, Beta2 = 0 } }));
        Assert.Empty(Fields(new OptimizerSpec { Adamw = new AdamWOptimizer { WeightDecay = 0 } }));
    }

    private static IEnumerable<string> Fields(OptimizerSpec optimizer) =>
        Validate(new TrainingSpec { Optimizer = optimizer }).Select(violation => violation.Field["training.optimizer.".Length..]);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(20, true)]
    public void Checks_come_every_so_many_steps_or_never(int everySteps, bool valid) => Assert.Equal(
        valid ? [] : ["training.verify.everySteps"],
        Validate(new TrainingSpec { Verify = new VerifySpec { EverySteps = everySteps } }).Select(violation => violation.Field));

    private static IReadOnlyList<Violation> Validate(TrainingSpec training)
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Training = training;
        return SpecValidator.Validate(spec);
    }
}
