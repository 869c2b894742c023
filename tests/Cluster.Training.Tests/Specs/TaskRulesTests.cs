using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Specs;

public class TaskRulesTests
{
    [Fact]
    public void A_dataset_must_fit_the_task() => Assert.Equal(
        [new Violation("data.dataset", "builtin/temporal-order is for CLASSIFICATION; for FORECASTING there are builtin/sunspot-like.")],
        Validate(Task.Forecasting, "builtin/temporal-order"));

    [Fact]
    public void Settings_of_another_kind_of_dataset_are_refused()
    {
        var data = new DataSpec { Generator = new GeneratorSpec { Length = 5 }, Series = new SeriesSpec { Window = 3 }, Text = "name" };
        Assert.Equal(["data.generator", "data.series"], Fields(Task.Generation, "builtin/language-names", data));
        Assert.Equal(["data.text", "data.series", "data.generator.length"], Fields(Task.Tagging, "builtin/embedded-reber", data));
        Assert.Equal(["data.text", "data.generator.length"], Fields(Task.Forecasting, "builtin/sunspot-like", data));
    }

    [Fact]
    public void A_loss_must_fit_the_targets()
    {
        Assert.Equal(
            [new Violation("training.loss.huber", "Targets are classes: use categoricalCrossEntropy or binaryCrossEntropy.")],
            Validate(Task.Classification, "builtin/temporal-order", loss: new LossSpec { Huber = new() }));
        Assert.Equal(
            [new Violation("training.loss.categoricalCrossEntropy", "Targets are numbers: use meanSquaredError, meanAbsoluteError or huber.")],
            Validate(Task.Regression, "builtin/adding-problem", loss: new LossSpec { CategoricalCrossEntropy = new() }));
        Assert.Equal(
            ["training.loss"], Validate(Task.Regression, "builtin/adding-problem", loss: new LossSpec()).Select(violation => violation.Field));
    }

    [Fact]
    public void Every_setting_of_every_loss_has_its_range()
    {
        var loss = new CategoricalCrossEntropyLoss { LabelSmoothing = 1, ClassWeights = { ["XX"] = -1, ["XY"] = float.NaN, ["YX"] = 0 } };
        Assert.Equal(
            [
                "training.loss.categoricalCrossEntropy.labelSmoothing",
                "training.loss.categoricalCrossEntropy.classWeights.XX",
                "training.loss.categoricalCrossEntropy.classWeights.XY",
            ],
            Validate(Task.Classification, "builtin/temporal-order", loss: new LossSpec { CategoricalCrossEntropy = loss }).Select(violation => violation.Field));
        Assert.Equal(
            [new Violation("training.loss.huber.delta", "Must be a finite number over 0; it is 0.")],
            Validate(Task.Regression, "builtin/adding-problem", loss: new LossSpec { Huber = new() { Delta = 0 } }));
    }

    [Fact]
    public void Every_setting_of_every_schedule_has_its_range()
    {
        Assert.Equal(["warmUp.steps", "step.everySteps", "step.factor"], Fields(new ScheduleSpec
        {
            WarmUp = new WarmUpSchedule(),
            Step = new StepSchedule { Factor = 1.5f },
        }));
        Assert.Equal(["exponential.decaySteps", "exponential.factor"], Fields(new ScheduleSpec { Exponential = new() { Factor = 0 } }));
        Assert.Equal(["cosine.decaySteps", "cosine.floor"], Fields(new ScheduleSpec { Cosine = new() { DecaySteps = 0, Floor = -1 } }));
        Assert.Equal(
            [
                "reduceOnPlateau.factor", "reduceOnPlateau.patience", "reduceOnPlateau.minDelta",
                "reduceOnPlateau.cooldown", "reduceOnPlateau.minLearningRate",
            ],
            Fields(new ScheduleSpec
            {
                ReduceOnPlateau = new() { Factor = 1, Patience = 0, MinDelta = -1, Cooldown = -1, MinLearningRate = -1 },
            }));
        Assert.Empty(Fields(new ScheduleSpec { Cosine = new() { Floor = 1 } }));
        Assert.Empty(Fields(new ScheduleSpec()));
    }

    [Fact]
    public void A_plateau_needs_validation()
    {
        JobSpec spec = Spec(Task.Classification, "builtin/temporal-order");
        spec.Data.Split = new SplitSpec { Validation = 0 };
        spec.Training = new TrainingSpec { Schedule = new ScheduleSpec { ReduceOnPlateau = new() } };
        Assert.Equal(
            [new Violation("training.schedule.reduceOnPlateau", "Needs examples for validation: data.split.validation must be over 0.")],
            SpecValidator.Validate(spec));
    }

    [Theory]
    [InlineData(Task.Classification, "builtin/temporal-order", "embedding bidirectional dense", false)]
    [InlineData(Task.Tagging, "builtin/embedded-reber", "embedding bidirectional dense", true)]
    [InlineData(Task.Generation, "builtin/written-dates", "embedding lstm dense", true)]
    [InlineData(Task.Forecasting, "builtin/sunspot-like", "bidirectional dense", false)]
    [InlineData(Task.Regression, "builtin/adding-problem", "bidirectional dense", false)]
    public void The_default_network_fits_the_data(Task task, string dataset, string kinds, bool sequences)
    {
        JobSpec resolved = SpecDefaults.Resolve(Spec(task, dataset), drawnSeed: 5);
        Assert.Equal(kinds, string.Join(' ', resolved.Model.Layers.Select(layer => layer.KindCase.ToString().ToLowerInvariant())));
        LayerSpec recurrent = resolved.Model.Layers[^2];
        Assert.Equal(sequences, (recurrent.Lstm ?? recurrent.Bidirectional.Lstm).ReturnSequences);
    }

    [Fact]
    public void Settings_of_data_are_resolved_with_the_seed()
    {
        DataSpec adding = SpecDefaults.Resolve(Spec(Task.Regression, "builtin/adding-problem"), drawnSeed: 5).Data;
        Assert.Equal(new GeneratorSpec { Examples = 10_000, Length = 100, Seed = 5 }, adding.Generator);
        Assert.Equal(("", ""), (adding.Text, adding.Label));
        DataSpec sunspots = SpecDefaults.Resolve(Spec(Task.Forecasting, "builtin/sunspot-like"), drawnSeed: 5).Data;
        Assert.Equal(new GeneratorSpec { Length = 3000, Seed = 5 }, sunspots.Generator);
        Assert.Equal(new SeriesSpec { Window = 24, Horizon = 1, Targets = { "sunspots" }, Stride = 1, Season = 0 }, sunspots.Series);
    }

    private static IEnumerable<string> Fields(ScheduleSpec schedule)
    {
        JobSpec spec = Spec(Task.Classification, "builtin/temporal-order");
        spec.Training = new TrainingSpec { Schedule = schedule };
        return SpecValidator.Validate(spec).Select(violation => violation.Field["training.schedule.".Length..]);
    }

    private static IEnumerable<string> Fields(Task task, string dataset, DataSpec data)
    {
        data = data.Clone();
        data.Dataset = dataset;
        return SpecValidator.Validate(new JobSpec { Task = task, Data = data }).Select(violation => violation.Field);
    }

    private static IReadOnlyList<Violation> Validate(Task task, string dataset, LossSpec? loss = null)
    {
        JobSpec spec = Spec(task, dataset);
        if (loss is not null) spec.Training = new TrainingSpec { Loss = loss };
        return SpecValidator.Validate(spec);
    }

    private static JobSpec Spec(Task task, string dataset) => new() { Task = task, Data = new DataSpec { Dataset = dataset } };
}
