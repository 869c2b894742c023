using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Artifacts;

/// <summary>What a model card says about a task.</summary>
/// <param name="PipelineTag">The task's name on model hubs.</param>
/// <param name="Purpose">What the model does; begins its description.</param>
/// <param name="Metric">The metric that matters.</param>
/// <param name="Use">Command that uses the model after its id; null if there is none.</param>
internal sealed record TaskWords(string PipelineTag, string Purpose, string Metric, string? Use)
{
    private static readonly Dictionary<Task, TaskWords> All = new()
    {
        [Task.Classification] = new("text-classification", "Classifies sequences", "accuracy", "cluster predict {0} --text \"some text\""),
        [Task.Tagging] = new("token-classification", "Gives each step of a sequence a class", "accuracy", null),
        [Task.Forecasting] = new("time-series-forecasting", "Forecasts a series of numbers", "mae", null),
        [Task.Generation] = new("text-generation", "Writes texts, token by token", "perplexity", "cluster generate {0} --prompt \"some text\""),
        [Task.Regression] = new("tabular-regression", "Predicts numbers from sequences", "mae", null),
    };

    /// <summary>The words for a task.</summary>
    public static TaskWords Of(Task task) => All[task];
}
