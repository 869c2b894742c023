using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Specs;

public class EarlyStoppingRulesTests
{
    [Fact]
    public void The_defaults_are_those_of_the_contract()
    {
        JobSpec spec = With(new EarlyStoppingSpec());
        Assert.Empty(SpecValidator.Validate(spec));
        JobSpec resolved = SpecDefaults.Resolve(spec, drawnSeed: 1);
        Assert.Equal(new EarlyStoppingSpec { Monitor = "loss", Patience = 3, MinDelta = 0, RestoreBest = true }, resolved.Training.EarlyStopping);
        Assert.True(resolved.Checkpoint.KeepBest);
    }

    [Fact]
    public void Without_restoring_nothing_is_kept_unless_asked_for()
    {
        var stopping = new EarlyStoppingSpec { RestoreBest = false };
        Assert.False(SpecDefaults.Resolve(With(stopping), drawnSeed: 1).Checkpoint.KeepBest);
        Assert.True(SpecDefaults.Resolve(With(stopping, keepBest: true), drawnSeed: 1).Checkpoint.KeepBest);
        Assert.Empty(SpecValidator.Validate(With(stopping, keepBest: false)));
    }

    [Fact]
    public void Every_setting_has_its_range()
    {
        var stopping = new EarlyStoppingSpec { Monitor = "f1", Patience = 0, MinDelta = -0.5 };
        Assert.Equal(
            ["training.earlyStopping.monitor", "training.earlyStopping.patience", "training.earlyStopping.minDelta"],
            SpecValidator.Validate(With(stopping)).Select(violation => violation.Field));
        Assert.Contains("f1_macro, f1_micro, f1_weighted,", SpecValidator.Validate(With(stopping))[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_is_needed()
    {
        JobSpec spec = With(new EarlyStoppingSpec(), keepBest: true);
        spec.Data.Split = new SplitSpec { Validation = 0 };
        Assert.Equal(["training.earlyStopping", "checkpoint.keepBest"], SpecValidator.Validate(spec).Select(violation => violation.Field));
    }

    [Fact]
    public void What_is_to_be_restored_must_be_kept() => Assert.Equal(
        [new Violation("checkpoint.keepBest", "Must not be false while training.earlyStopping.restoreBest is true: its weights could not be restored.")],
        SpecValidator.Validate(With(new EarlyStoppingSpec(), keepBest: false)));

    [Fact]
    public void Files_of_the_model_to_begin_with_are_the_servers_to_fill_in()
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Training = new TrainingSpec { InitFrom = new string('x', 101), InitialFiles = { new ModelFile { Name = "model.safetensors" } } };
        Assert.Equal(["training.initFrom", "training.initialFiles"], SpecValidator.Validate(spec).Select(violation => violation.Field));
        spec.Training = new TrainingSpec { InitFrom = "names-1a2b" };
        Assert.Empty(SpecValidator.Validate(spec));
    }

    [Fact]
    public void Balanced_classes_have_no_weights_of_their_own()
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        var loss = new CategoricalCrossEntropyLoss { Balanced = true, ClassWeights = { ["Greek"] = 2 } };
        spec.Training = new TrainingSpec { Loss = new LossSpec { CategoricalCrossEntropy = loss } };
        Assert.Equal(["training.loss.categoricalCrossEntropy.balanced"], SpecValidator.Validate(spec).Select(violation => violation.Field));
    }

    private static JobSpec With(EarlyStoppingSpec stopping, bool? keepBest = null)
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Training = new TrainingSpec { EarlyStopping = stopping };
        if (keepBest is { } keep) spec.Checkpoint = new CheckpointSpec { KeepBest = keep };
        return spec;
    }
}
