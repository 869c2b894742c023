using System.Globalization;
using Cluster.Training.Metrics;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>
/// Watches one metric of the validation split: which epoch is the best, and whether training stops early. A pure function of
/// the spec and the metric's history, so a new coordinator decides as the old one would have.
/// </summary>
/// <param name="spec">The resolved spec.</param>
public sealed class MetricWatch(JobSpec spec)
{
    private const string Validation = "validation/";

    private readonly EarlyStoppingSpec? _stopping = spec.Training.EarlyStopping;

    /// <summary>Name of the metric, without its split.</summary>
    public string Metric => _stopping?.Monitor ?? "loss";

    /// <summary>Whether a checkpoint of the best epoch is kept.</summary>
    public bool KeepsBest => spec.Checkpoint.KeepBest;

    /// <summary>Whether test and model use the weights of the best epoch.</summary>
    public bool RestoresBest => _stopping?.RestoreBest ?? false;

    /// <summary>Whether anything depends on the metric.</summary>
    public bool IsOn => _stopping is not null || KeepsBest;

    /// <summary>Finds the metric among those of an epoch.</summary>
    /// <param name="metrics">Metrics by name, such as <c>validation/loss</c>.</param>
    /// <returns>Its value; null if nothing is watched, or it is not there.</returns>
    public double? ValueIn(IDictionary<string, double> metrics) =>
        IsOn && metrics.TryGetValue(Validation + Metric, out double value) ? value : null;

    /// <summary>Finds the best epoch: the last one that was better than the best before it by more than <c>minDelta</c>.</summary>
    /// <param name="history">The metric's value in each epoch; what is not a number is never the best.</param>
    /// <returns>The epoch, from 0; null if there is none.</returns>
    public int? BestEpoch(IReadOnlyList<double> history)
    {
        int sign = MetricGoal.IsLarge(Metric) ? 1 : -1;
        double least = _stopping?.MinDelta ?? 0;
        int? best = null;
        for (int epoch = 0; epoch < history.Count; epoch++)
        {
            if (double.IsNaN(history[epoch])) continue;
            if (best is null || sign * (history[epoch] - history[best.Value]) > least) best = epoch;
        }

        return best;
    }

    /// <summary>Decides whether training stops after the last epoch of a history.</summary>
    /// <param name="history">The metric's value in each epoch, from the first.</param>
    public StopDecision Decide(IReadOnlyList<double> history)
    {
        int? best = BestEpoch(history);
        int waited = history.Count - 1 - (best ?? -1);
        if (_stopping is null) return new StopDecision(false, best, "there is no early stopping");
        string reason = best is { } epoch
            ? string.Create(CultureInfo.InvariantCulture, $"{Validation}{Metric} was best in epoch {epoch + 1} ({history[epoch]:0.####}) and got no better in {Epochs(waited)} since")
            : string.Create(CultureInfo.InvariantCulture, $"{Validation}{Metric} was not a number in any of {Epochs(waited)}");
        return new StopDecision(waited >= _stopping.Patience, best, reason);
    }

    private static string Epochs(int count) => count == 1 ? "1 epoch" : $"{count} epochs";
}
