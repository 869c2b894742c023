using System.Globalization;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>Words for progress and events, each on one line.</summary>
internal static class ProgressText
{
    private static readonly string[] HeadlineNames = ["/loss", "/accuracy", "/mae", "/legal", "/span_f1"];

    /// <summary>Epoch, step, time left, loss, accuracy and speed; before the first step the state.</summary>
    public static string Line(TrainingProgress progress)
    {
        if (progress.Step == 0)
            return progress.State.Name();
        List<string> parts =
        [
            $"epoch {Of(progress.Epoch + 1, progress.Epochs)}",
            $"step {Of(progress.Step, progress.TotalSteps)}",
        ];
        // What matters least stands last, where narrow terminals cut.
        if (progress.TimeLeft is TimeSpan left)
            parts.Add($"{Duration(left)} left");
        parts.Add(Invariant($"loss {progress.Loss:0.0000}"));
        if (progress.HasClasses)
            parts.Add(Invariant($"accuracy {progress.Accuracy:0.0000}"));
        parts.Add(Invariant($"{progress.ExamplesPerSecond:#,0} ex/s"));
        if (progress.Workers > 1)
            parts.Add(Invariant($"{progress.Workers} workers"));
        return string.Join("  ", parts);
    }

    /// <summary>What is worth a line of its own about an event; null for steps, saved checkpoints and heartbeats.</summary>
    public static string? Event(JobEvent jobEvent, TrainingProgress progress) => jobEvent.EventCase switch
    {
        JobEvent.EventOneofCase.StateChanged => WithMessage(jobEvent.StateChanged.State.Name(), jobEvent.StateChanged.Message),
        JobEvent.EventOneofCase.Prepared => Prepared(jobEvent.Prepared),
        JobEvent.EventOneofCase.EpochCompleted => Epoch(jobEvent.EpochCompleted, progress),
        JobEvent.EventOneofCase.WorkerChanged => WithMessage(
            $"worker {jobEvent.WorkerChanged.Worker} {(jobEvent.WorkerChanged.Joined ? "joined" : "left")}", jobEvent.WorkerChanged.Message),
        JobEvent.EventOneofCase.Incident => jobEvent.Incident.Message,
        JobEvent.EventOneofCase.CheckpointSaved when jobEvent.CheckpointSaved.Error.Length > 0 =>
            $"checkpoint not written: {jobEvent.CheckpointSaved.Error}",
        _ => null,
    };

    /// <summary>A time span in its two largest units: 42 s, 3 min 05 s, 2 h 07 min.</summary>
    public static string Duration(TimeSpan time)
    {
        TimeSpan whole = TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
        if (whole < TimeSpan.FromMinutes(1))
            return Invariant($"{whole.Seconds} s");
        return whole < TimeSpan.FromHours(1)
            ? Invariant($"{whole.Minutes} min {whole.Seconds:00} s")
            : Invariant($"{(long)whole.TotalHours} h {whole.Minutes:00} min");
    }

    private static string Prepared(Preparation preparation) => Invariant(
        $"{preparation.TrainingExamples:#,0} training examples, {preparation.ValidationExamples:#,0} validation, ")
        + Invariant($"{preparation.TestExamples:#,0} test; {(preparation.Classes > 0 ? Invariant($"{preparation.Classes} classes; ") : "")}")
        + Invariant($"{preparation.Parameters:#,0} parameters") + Taken(preparation) + Coverage(preparation);

    private static string Taken(Preparation preparation) =>
        preparation.TakenValues > 0 ? Invariant($", {preparation.TakenValues:#,0} of them taken over") : "";

    private static string Coverage(Preparation preparation) => preparation.HasVectorTokenCoverage
        ? Invariant($"; vectors for {100 * preparation.VectorVocabularyCoverage:0.0} % of the vocabulary, ")
            + Invariant($"{100 * preparation.VectorTokenCoverage:0.0} % of the tokens")
        : "";

    private static string Epoch(EpochCompleted epoch, TrainingProgress progress)
    {
        List<string> parts = [$"epoch {Of(epoch.Epoch + 1, progress.Epochs)} done"];
        if (epoch.Epoch == progress.Epoch && !double.IsNaN(progress.Loss))
            parts.Add(Invariant($"loss {progress.Loss:0.0000}") + (progress.HasClasses ? Invariant($"  accuracy {progress.Accuracy:0.0000}") : ""));
        parts.AddRange(Headline(epoch.Metrics).Select(metric => Invariant($"{metric.Key} {metric.Value:0.0000}")));
        if (epoch.StopReason.Length > 0)
            parts.Add($"stops early: {epoch.StopReason}");
        return string.Join("  ", parts);
    }

    /// <summary>Losses, accuracies and absolute errors, which say enough about an epoch; all metrics if there are none of these.</summary>
    private static List<KeyValuePair<string, double>> Headline(IEnumerable<KeyValuePair<string, double>> metrics)
    {
        List<KeyValuePair<string, double>> all = [.. metrics.OrderByDescending(metric => metric.Key, StringComparer.Ordinal)];
        List<KeyValuePair<string, double>> headline = [.. all.Where(metric =>
            HeadlineNames.Any(name => metric.Key.EndsWith(name, StringComparison.Ordinal)))];
        return headline.Count > 0 ? headline : all;
    }

    private static string WithMessage(string what, string message) => message.Length == 0 ? what : $"{what}: {message}";

    private static string Of(long done, long all) => all > 0 ? Invariant($"{done}/{all}") : Invariant($"{done}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
