using Cluster.Training.Data;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Runs;

/// <summary>Every task from its spec to its model, over closed-form replicas.</summary>
public sealed class TaskRunTests
{
    private static readonly string[] Averages =
        [.. from score in (string[])["f1", "precision", "recall"] from average in (string[])["macro", "micro", "weighted"] select $"{score}_{average}"];

    private static readonly string[] Tags = ["accuracy", .. Averages, "loss", "perplexity", "sequence_accuracy"];
    private static readonly string[] Numbers = ["loss", "mae", "mape", "mse", "r2", "rmse", "smape"];

    public static TheoryData<Task, string, DataSpec, string[]> Tasks => new()
    {
        { Task.Tagging, "builtin/embedded-reber", new() { Generator = new() { Examples = 900 } }, [.. Tags, "legal"] },
        { Task.Tagging, "builtin/written-dates", new() { Label = "parts" }, Tags },
        { Task.Generation, "builtin/language-names", new() { Text = "name" }, ["accuracy", "bits_per_token", "loss", "perplexity", "sequence_accuracy"] },
        { Task.Regression, "builtin/adding-problem", new() { Generator = new() { Examples = 900, Length = 20 } }, Numbers },
        {
            Task.Regression, "builtin/random-sequences",
            new() { Generator = new() { Examples = 900, MinLength = 3, Values = 2, PerStep = true } }, Numbers
        },
        {
            Task.Forecasting, "builtin/sunspot-like", new() { Series = new() { Horizon = 3, Season = 132 } },
            [.. Numbers, "last_value_mae", "mase", "seasonal_naive_mae"]
        },
    };

    [Theory]
    [MemberData(nameof(Tasks))]
    public async System.Threading.Tasks.Task A_task_is_trained_and_measured_the_same_on_one_worker_and_on_three(
        Task task, string dataset, DataSpec data, string[] metrics)
    {
        JobSpec given = new()
        {
            Task = task,
            Data = data.Clone(),
            Training = new TrainingSpec { Epochs = 1, BatchSize = 200, Shards = 3, Optimizer = new OptimizerSpec { Sgd = new() { LearningRate = 1e-3f } } },
        };
        given.Data.Dataset = dataset;
        given.Model = Small(DatasetCatalog.Find(dataset)!.FormOf(given));
        Assert.Empty(SpecValidator.Validate(given));
        JobSpec spec = SpecDefaults.Resolve(given, drawnSeed: 7);
        using var alone = new LocalCluster(spec, workers: 1);
        using var cluster = new LocalCluster(spec, workers: 3);
        (Model expected, List<JobEvent> events) = await alone.Train();
        (Model model, List<JobEvent> others) = await cluster.Train();

        Assert.Equal(metrics.Select(metric => $"test/{metric}").Order(), expected.Metrics.Keys.Order());
        Assert.Equal(metrics.Select(metric => $"validation/{metric}").Order(), events.Single(e => e.EpochCompleted is not null).EpochCompleted.Metrics.Keys.Order());
        Assert.Equal(task, expected.Task);
        Assert.Equal((expected.WeightsSha256, expected.Metrics), (model.WeightsSha256, model.Metrics));
        Assert.Equal(
            events.Select(e => e.StepCompleted).OfType<StepCompleted>().Select(step => (step.Loss, step.Targets, step.Examples)),
            others.Select(e => e.StepCompleted).OfType<StepCompleted>().Select(step => (step.Loss, step.Targets, step.Examples)));
    }

    private static ModelSpec Small(DataForm form)
    {
        var model = new ModelSpec();
        if (form.Tokens) model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = 2 } });
        model.Layers.Add(new LayerSpec { Lstm = new LstmLayer { Units = 2, ReturnSequences = form.TargetPerStep } });
        model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        return model;
    }
}
