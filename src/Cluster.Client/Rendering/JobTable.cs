using System.Globalization;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>Everything about one job, a line for each fact.</summary>
internal static class JobTable
{
    /// <summary>Writes the job; what is not known yet is left out.</summary>
    public static void Write(Job job, TextWriter output)
    {
        TextTable table = new("JOB", job.Id);
        AddKnown(table, "state", job.State.Name());
        AddKnown(table, "reason", job.Reason);
        AddKnown(table, "message", job.Message);
        AddKnown(table, "created", Numbers.Time(job.CreateTime));
        AddKnown(table, "first step", Numbers.Time(job.StartTime));
        AddKnown(table, "ended", Numbers.Time(job.EndTime));
        if (job.Preparation is Preparation preparation)
            Add(table, preparation);
        if (job.Progress is { TotalSteps: > 0 } progress)
            Add(table, progress);
        if (job.Checkpoints.LastOrDefault() is Checkpoint checkpoint)
            table.Add("checkpoint", string.Create(CultureInfo.InvariantCulture, $"after step {checkpoint.Step}"));
        foreach ((string name, double value) in job.Metrics.Where(metric => MetricTable.IsMain(metric.Key)).OrderBy(metric => metric.Key, StringComparer.Ordinal))
            table.Add(name, Numbers.Fixed(value));
        AddKnown(table, "weights SHA-256", job.WeightsSha256);
        table.Write(output);
        ClassTable.Write(job.Report, output);
    }

    private static void Add(TextTable table, Preparation preparation)
    {
        table.Add("training examples", Numbers.Grouped(preparation.TrainingExamples));
        table.Add("validation examples", Numbers.Grouped(preparation.ValidationExamples));
        table.Add("test examples", Numbers.Grouped(preparation.TestExamples));
        if (preparation.Classes > 0)
            table.Add("classes", Numbers.Grouped(preparation.Classes));
        table.Add("parameters", Numbers.Grouped(preparation.Parameters));
        if (preparation.HasVectorTokenCoverage)
        {
            table.Add("vocabulary with vectors", Percent(preparation.VectorVocabularyCoverage));
            table.Add("tokens with vectors", Percent(preparation.VectorTokenCoverage));
        }

        if (preparation.TakenValues > 0)
            table.Add("taken over", Numbers.Grouped(preparation.TakenValues));
        AddKnown(table, "numeric class", preparation.NumericClass);
    }

    private static void Add(TextTable table, Progress progress)
    {
        table.Add("step", $"{Numbers.Grouped(progress.Step)} of {Numbers.Grouped(progress.TotalSteps)}");
        if (progress.HasBestEpoch)
            table.Add("best epoch", Numbers.Grouped(progress.BestEpoch + 1));
        AddKnown(table, "stopped early", progress.StopReason);
        table.Add("workers", Numbers.Grouped(progress.Workers));
        table.Add("examples/s", Numbers.Grouped((long)progress.ExamplesPerSecond));
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    private static void AddKnown(TextTable table, string name, string value)
    {
        if (value.Length > 0)
            table.Add(name, value);
    }
}
