using System.Diagnostics;
using System.Globalization;
using Cluster.Training.Sync;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>Knows after which step training ends, and brings the best epoch's weights back at the end, if the spec asks for them.</summary>
internal sealed class RunEnd(JobSpec spec, IReadOnlyList<double> monitored)
{
    private readonly MetricWatch _watch = new(spec);
    private readonly List<double> _history = [.. monitored];
    private long? _rewoundTo;

    /// <summary>Takes the metrics of a validated epoch, and tells in the event what follows from them.</summary>
    /// <exception cref="JobFailedException">The watched metric is not among them.</exception>
    public void Add(EpochCompleted completed)
    {
        if (!_watch.IsOn || completed.Metrics.Count == 0) return;
        _history.Add(_watch.ValueIn(completed.Metrics) ?? throw Missing(completed));
        StopDecision decision = _watch.Decide(_history);
        if (decision.BestEpoch is { } best) completed.BestEpoch = best;
        if (decision.Stops && completed.Epoch + 1 < spec.Training.Epochs) completed.StopReason = decision.Reason;
    }

    /// <summary>Forgets the epochs that are made again.</summary>
    /// <param name="epochs">Epochs that stay.</param>
    public void GoBack(int epochs)
    {
        if (_history.Count > epochs) _history.RemoveRange(epochs, _history.Count - epochs);
    }

    /// <summary>Step after which training ends; null for the last step of the last epoch.</summary>
    public long? LastStep(Rounds rounds) =>
        _rewoundTo ?? (_watch.Decide(_history).Stops ? rounds.RoundsFor(_history.Count) : null);

    /// <summary>Step of the best epoch so far, whose checkpoint is kept; null if none is.</summary>
    public long? BestStep(Rounds rounds) =>
        _watch.KeepsBest && _watch.BestEpoch(_history) is { } best ? rounds.RoundsFor(best + 1) : null;

    /// <summary>
    /// Brings all members to the version that test and model use. Its checkpoint may be damaged or missing on every silo. Then members
    /// go back to an older one, or to the beginning, and the steps from there are made again: they give the same bits.
    /// </summary>
    /// <returns>Null if all are there; else what is to be told, and there are steps to make.</returns>
    public async Task<JobEvent?> TakeBest(Team team, Rounds rounds, CancellationToken cancel)
    {
        if (!_watch.RestoresBest || BestStep(rounds) is not { } best || team.Version == best) return null;
        Checkpoint? kept = team.Checkpoints.FirstOrDefault(checkpoint => checkpoint.Step == best);
        if (kept is not null && await team.GoBack(kept, cancel)) return null;
        Checkpoint beginning = new();
        foreach (Checkpoint older in team.Checkpoints.Where(checkpoint => checkpoint.Step < best).Reverse().Append(beginning).ToList())
        {
            if (!await team.GoBack(older, cancel)) continue;
            _rewoundTo = best;
            return RunEvent.State(
                Job.Types.State.Running,
                "BEST_CHECKPOINT_LOST",
                string.Create(CultureInfo.InvariantCulture, $"the checkpoint of the best epoch, step {best}, is missing or damaged; the steps after {older.Step} are made again"));
        }

        throw new UnreachableException("The beginning needs no file.");
    }

    /// <summary>Whether the members were brought back: the newest validation was that of other weights.</summary>
    public bool IsBack(Team team, Rounds rounds) => team.Version < rounds.RoundsFor(_history.Count);

    private JobFailedException Missing(EpochCompleted completed) => new(
        "METRIC_MISSING",
        $"training.earlyStopping.monitor: this job has no metric {_watch.Metric}; it has {string.Join(", ", completed.Metrics.Keys.Order(StringComparer.Ordinal))}");
}
