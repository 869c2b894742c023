using Cluster.Training.Metrics;
using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>What a spec's early stopping and the checkpoint of the best epoch must fulfil, and their defaults.</summary>
internal static class EarlyStoppingRules
{
    private const string Path = "training.earlyStopping";
    private const string NeedsValidation = "Needs examples for validation: data.split.validation must be over 0.";
    private const int Patience = 3;

    /// <summary>Checks early stopping.</summary>
    /// <param name="checks">Receives what is wrong.</param>
    /// <param name="stopping">The settings as given.</param>
    /// <param name="validates">Whether there is a share of examples for validation.</param>
    public static void Check(FieldChecks checks, EarlyStoppingSpec stopping, bool validates)
    {
        if (!validates) checks.Add(Path, NeedsValidation);
        if (stopping.HasMonitor && !MetricGoal.Names.Contains(stopping.Monitor)) checks.Add(
            $"{Path}.monitor", $"There is no metric '{stopping.Monitor}' to watch; there are {Sentence.List(MetricGoal.Names)}.");
        if (stopping.HasPatience) checks.AtLeast($"{Path}.patience", stopping.Patience, 1);
        if (stopping.HasMinDelta && !(double.IsFinite(stopping.MinDelta) && stopping.MinDelta >= 0))
            checks.Add($"{Path}.minDelta", FormattableString.Invariant($"Must be a finite number of at least 0; it is {stopping.MinDelta}."));
    }

    /// <summary>Checks whether the best epoch's checkpoint can be kept.</summary>
    public static void CheckKeepBest(FieldChecks checks, JobSpec spec, bool validates)
    {
        if (spec.Checkpoint is not { HasKeepBest: true } checkpoint) return;
        if (checkpoint.KeepBest && !validates) checks.Add("checkpoint.keepBest", NeedsValidation);
        if (!checkpoint.KeepBest && spec.Training?.EarlyStopping is { } stopping && RestoresBest(stopping))
            checks.Add("checkpoint.keepBest", $"Must not be false while {Path}.restoreBest is true: its weights could not be restored.");
    }

    /// <summary>Fills in the defaults, in place.</summary>
    public static void Fill(JobSpec spec)
    {
        EarlyStoppingSpec? stopping = spec.Training.EarlyStopping;
        if (!spec.Checkpoint.HasKeepBest) spec.Checkpoint.KeepBest = stopping is not null && RestoresBest(stopping);
        if (stopping is null) return;
        if (!stopping.HasMonitor) stopping.Monitor = "loss";
        if (!stopping.HasPatience) stopping.Patience = Patience;
        if (!stopping.HasMinDelta) stopping.MinDelta = 0;
        if (!stopping.HasRestoreBest) stopping.RestoreBest = true;
    }

    private static bool RestoresBest(EarlyStoppingSpec stopping) => !stopping.HasRestoreBest || stopping.RestoreBest;
}
