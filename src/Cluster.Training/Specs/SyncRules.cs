using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>What a spec's settings for slow links must fulfil, and their defaults.</summary>
internal static class SyncRules
{
    private const string Path = "training.sync";
    private const int MostLocalSteps = 100_000;
    private const float LargestTopFraction = 0.5f;
    private const float TopFraction = 0.05f;
    private const float OuterLearningRate = 0.7f;
    private const float OuterMomentum = 0.9f;

    /// <summary>Checks the settings.</summary>
    /// <param name="checks">Receives what is wrong.</param>
    /// <param name="training">The training as given.</param>
    public static void Check(FieldChecks checks, TrainingSpec training)
    {
        SyncSpec sync = training.Sync;
        if (sync.HasLocalSteps) checks.Within($"{Path}.localSteps", sync.LocalSteps, 1, MostLocalSteps);
        if (sync.HasReplicas) CheckReplicas(checks, sync.Replicas, SpecDefaults.ShardsOf(training));
        if (sync.Outer is { } outer) CheckOuter(checks, outer, sync.LocalSteps > 1);
        if (!sync.HasTopFraction) return;
        if (sync.Compress != SyncSpec.Types.Codec.Topk) checks.Add($"{Path}.topFraction", $"Needs {Path}.compress: TOPK.");
        else if (sync.TopFraction is not (> 0 and <= LargestTopFraction))
            checks.Add($"{Path}.topFraction", FormattableString.Invariant($"Must be over 0 and at most {LargestTopFraction}; it is {sync.TopFraction}."));
    }

    /// <summary>Fills in the defaults, in place.</summary>
    /// <param name="training">The training; its shards are known.</param>
    public static void Fill(TrainingSpec training)
    {
        if (training.Sync is not { } sync) return;
        if (!sync.HasLocalSteps) sync.LocalSteps = 1;
        if (!sync.HasReplicas) sync.Replicas = SmallestDivisor(training.Shards);
        if (sync.Compress == SyncSpec.Types.Codec.Unspecified) sync.Compress = SyncSpec.Types.Codec.None;
        if (sync.Compress == SyncSpec.Types.Codec.Topk && !sync.HasTopFraction) sync.TopFraction = TopFraction;
        if (sync.LocalSteps == 1) return;
        OuterSpec outer = sync.Outer ??= new OuterSpec();
        if (!outer.HasLearningRate) outer.LearningRate = OuterLearningRate;
        if (!outer.HasMomentum) outer.Momentum = OuterMomentum;
    }

    private static void CheckReplicas(FieldChecks checks, int replicas, int shards)
    {
        checks.AtLeast($"{Path}.replicas", replicas, 1);
        // Wrong shards have a violation of their own and say nothing about replicas.
        if (replicas >= 1 && shards >= 1 && shards % replicas != 0) checks.Add(
            $"{Path}.replicas", FormattableString.Invariant($"Must divide training.shards, which is {shards}; it is {replicas}."));
    }

    private static void CheckOuter(FieldChecks checks, OuterSpec outer, bool local)
    {
        if (!local) checks.Add($"{Path}.outer", $"Needs {Path}.localSteps over 1.");
        if (outer.HasLearningRate) checks.Positive($"{Path}.outer.learningRate", outer.LearningRate);
        if (outer.HasMomentum) checks.Share($"{Path}.outer.momentum", outer.Momentum);
    }

    private static int SmallestDivisor(int shards) => Enumerable.Range(2, shards).FirstOrDefault(divisor => shards % divisor == 0, 1);
}
