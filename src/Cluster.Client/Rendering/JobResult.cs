using System.Text.Json.Serialization;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>What is left of a followed job: the object that <c>--output json</c> prints.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="State">Its state.</param>
/// <param name="Reason">Why it is in this state, for programs; may be empty.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Seconds">From its first step to its end, or 0 if either is missing.</param>
/// <param name="ExamplesPerSecond">Training examples per second over all steps seen, validation between them included.</param>
/// <param name="WeightsSha256">SHA-256 of the weights' file; empty without a model.</param>
/// <param name="Metrics">Final metrics by name.</param>
/// <param name="Model">The folder with the model; null if it was not pulled.</param>
internal sealed record JobResult(
    string Job,
    string State,
    string Reason,
    long Steps,
    int Epochs,
    double Seconds,
    double ExamplesPerSecond,
    string WeightsSha256,
    IReadOnlyDictionary<string, double> Metrics,
    string? Model)
{
    /// <summary>Counts by class of the newest evaluation; the job has them as JSON.</summary>
    [JsonIgnore]
    public ClassReport? Report { get; init; }

    /// <summary>Why training ended before its last epoch; empty if it did not.</summary>
    [JsonIgnore]
    public string StopReason { get; init; } = "";

    /// <summary>Gathers the result.</summary>
    /// <param name="job">The job as the server tells it at the end.</param>
    /// <param name="meanExamplesPerSecond">Measured by whom followed it; 0 to take the server's latest.</param>
    /// <param name="model">The folder with the model; null if it was not pulled.</param>
    public static JobResult Of(Job job, double meanExamplesPerSecond, string? model)
    {
        Progress progress = job.Progress ?? new Progress();
        double seconds = job.StartTime is null || job.EndTime is null
            ? 0
            : (job.EndTime.ToDateTimeOffset() - job.StartTime.ToDateTimeOffset()).TotalSeconds;
        // The progress names the next step's epoch; a job that succeeded has none.
        int epochs = job.State == V1.Job.Types.State.Succeeded ? progress.Epochs : progress.Epoch;
        return new JobResult(
            job.Id,
            job.State.Name(),
            job.Reason,
            progress.Step,
            epochs,
            seconds,
            meanExamplesPerSecond > 0 ? meanExamplesPerSecond : progress.ExamplesPerSecond,
            job.WeightsSha256,
            new SortedDictionary<string, double>(job.Metrics, StringComparer.Ordinal),
            model)
        {
            Report = job.Report,
            StopReason = progress.StopReason,
        };
    }

    /// <summary>Writes the metrics as a table, few classes as well, and below them what was made.</summary>
    public void Write(TextWriter output)
    {
        MetricTable.Write(Metrics, output);
        ClassTable.Write(Report, output);
        if (Metrics.Count > 0)
            output.WriteLine();
        TextTable facts = new("JOB", Job);
        facts.Add("state", Reason.Length == 0 ? State : $"{State} ({Reason})");
        facts.Add("steps", $"{Numbers.Grouped(Steps)} in {Numbers.Grouped(Epochs)} epochs");
        if (StopReason.Length > 0)
            facts.Add("stopped early", StopReason);
        if (Seconds > 0)
            facts.Add("time", $"{ProgressText.Duration(TimeSpan.FromSeconds(Seconds))}, {Numbers.Grouped((long)ExamplesPerSecond)} examples/s");
        if (Model is not null)
            facts.Add("model", Model);
        if (WeightsSha256.Length > 0)
            facts.Add("weights SHA-256", WeightsSha256);
        facts.Write(output);
    }
}
