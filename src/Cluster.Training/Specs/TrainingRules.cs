using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>What a spec's training must fulfil: epochs, batches, shards, optimizer, clipping, loss, schedule, early stopping and the model to begin with.</summary>
internal static class TrainingRules
{
    private const int MostShards = 256;
    private const int LongestModelId = 100;

    /// <summary>Checks the training.</summary>
    /// <param name="checks">Receives what is wrong.</param>
    /// <param name="training">The training as given.</param>
    /// <param name="target">What targets are; null while that is unknown.</param>
    /// <param name="validates">Whether there is a share of examples for validation.</param>
    public static void Check(FieldChecks checks, TrainingSpec training, TargetKind? target, bool validates)
    {
        if (training.HasEpochs) checks.AtLeast("training.epochs", training.Epochs, 1);
        if (training.HasBatchSize) checks.AtLeast("training.batchSize", training.BatchSize, 1);
        if (training.HasShards) CheckShards(checks, training);
        if (training.Optimizer is not null) OptimizerRules.Check(checks, training.Optimizer);
        if (training.HasClipNorm) checks.Positive("training.clipNorm", training.ClipNorm);
        if (training.Loss is not null) LossRules.Check(checks, training.Loss, target);
        if (training.Schedule is not null) ScheduleRules.Check(checks, training.Schedule, validates);
        if (training.EarlyStopping is not null) EarlyStoppingRules.Check(checks, training.EarlyStopping, validates);
        if (training.Verify is not null) checks.AtLeast("training.verify.everySteps", training.Verify.EverySteps, 0);
        if (!Enum.IsDefined(training.Precision)) checks.Add("training.precision", $"There is no precision {(int)training.Precision}; use FLOAT32 or BF16.");
        if (training.Sync is not null) SyncRules.Check(checks, training);
        CheckInitFrom(checks, training);
    }

    private static void CheckInitFrom(FieldChecks checks, TrainingSpec training)
    {
        if (training.InitFrom.Length > LongestModelId)
            checks.Add("training.initFrom", $"Must be the id of a model, at most {LongestModelId} characters.");
        if (training.InitialFiles.Count > 0) checks.Add("training.initialFiles", "Is filled in by the server; leave it out.");
    }

    private static void CheckShards(FieldChecks checks, TrainingSpec training)
    {
        checks.Within("training.shards", training.Shards, 1, MostShards);
        int batchSize = training.HasBatchSize ? training.BatchSize : SpecDefaults.BatchSize;
        // A wrong batch size has a violation of its own and says nothing about shards.
        if (batchSize >= 1 && training.Shards > batchSize) checks.Add(
            "training.shards", $"Must be at most training.batchSize, which is {batchSize}; it is {training.Shards}.");
    }
}
