using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>Fills in every default, so that a resolved spec repeats the run whatever later defaults are.</summary>
public static class SpecDefaults
{
    internal const string TextColumn = "text";
    internal const string LabelColumn = "label";
    internal const double ValidationShare = 0.1;
    internal const double TestShare = 0.1;
    internal const int BatchSize = 128;
    internal const int FewestWorkers = 1;

    private const int MaxLength = 256;
    private const int MaxVocabulary = 50_000;
    private const int Epochs = 10;
    private const int ExamplesPerShard = 32;
    private const int MostShards = 16;
    private const int MostWorkers = 64;
    private const int EverySteps = 100;
    private const int KeepLast = 2;

    /// <summary>Returns a copy with every field set, except a missing <c>clipNorm</c> (no limit), <c>earlyStopping</c> (none), <c>sync</c> (whole gradients in every step) and <c>initFrom</c> (none), and a last layer's units and a cosine's steps, which follow from the data.</summary>
    /// <param name="spec">A valid spec.</param>
    /// <param name="drawnSeed">Used if the spec has no seed.</param>
    public static JobSpec Resolve(JobSpec spec, uint drawnSeed)
    {
        JobSpec resolved = spec.Clone();
        if (resolved.Name.Length == 0) resolved.Name = spec.Task.ToString().ToLowerInvariant();
        FillTraining(resolved.Training ??= new TrainingSpec(), drawnSeed);
        FillData(resolved);
        FillTokens(resolved.Tokens ??= new TokenSpec());
        DataForm form = DataRules.FormOf(resolved) ?? throw new ArgumentException("The spec is not valid.", nameof(spec));
        resolved.Training.Loss = LossRules.Resolve(resolved.Training.Loss, form.Target);
        ModelSpec model = resolved.Model is { Layers.Count: > 0 } ? resolved.Model : DefaultModel(form, spec.Task);
        resolved.Model = LayerTable.Resolve(model, SpecValidator.Ends(form, resolved));
        FillWorkers(resolved.Workers ??= new WorkerSpec());
        FillCheckpoint(resolved.Checkpoint ??= new CheckpointSpec());
        EarlyStoppingRules.Fill(resolved);
        return resolved;
    }

    /// <summary>Shards of a training that may not say how many.</summary>
    internal static int ShardsOf(TrainingSpec training) => training.HasShards
        ? training.Shards
        : Math.Clamp((training.HasBatchSize ? training.BatchSize : BatchSize) / ExamplesPerShard, 1, MostShards);

    private static void FillData(JobSpec spec)
    {
        SplitSpec split = (spec.Data ??= new DataSpec()).Split ??= new SplitSpec();
        if (!split.HasValidation) split.Validation = ValidationShare;
        if (!split.HasTest) split.Test = TestShare;
        if (!split.HasStratify) split.Stratify = false;
        DatasetCatalog.Find(spec.Data)?.FillDefaults(spec);
    }

    private static void FillTokens(TokenSpec tokens)
    {
        if (tokens.Level == TokenSpec.Types.Level.Unspecified) tokens.Level = TokenSpec.Types.Level.Character;
        if (!tokens.HasMaxLength) tokens.MaxLength = MaxLength;
        if (!tokens.HasLowercase) tokens.Lowercase = false;
        // A tokenizer of the user's brings its own tokens.
        if (tokens.Level == TokenSpec.Types.Level.Subword) return;
        if (!tokens.HasMinCount) tokens.MinCount = 1;
        if (!tokens.HasMaxSize) tokens.MaxSize = MaxVocabulary;
    }

    private static ModelSpec DefaultModel(DataForm form, JobSpec.Types.Task task)
    {
        var model = new ModelSpec();
        var lstm = new LstmLayer { Units = 64, ReturnSequences = form.TargetPerStep };
        if (form.Tokens) model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = 64 } });
        // What comes next must not be seen.
        model.Layers.Add(task == JobSpec.Types.Task.Generation
            ? new LayerSpec { Lstm = lstm }
            : new LayerSpec { Bidirectional = new BidirectionalLayer { Lstm = lstm } });
        model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        return model;
    }

    private static void FillTraining(TrainingSpec training, uint drawnSeed)
    {
        if (!training.HasEpochs) training.Epochs = Epochs;
        if (!training.HasBatchSize) training.BatchSize = BatchSize;
        if (!training.HasShards) training.Shards = ShardsOf(training);
        if (!training.HasSeed) training.Seed = drawnSeed;
        if (training.Precision == TrainingSpec.Types.Precision.Unspecified) training.Precision = TrainingSpec.Types.Precision.Float32;
        OptimizerDefaults.Fill(training.Optimizer ??= new OptimizerSpec());
        ScheduleRules.Fill(training.Schedule ??= new ScheduleSpec());
        training.Verify ??= new VerifySpec();
        if (!training.Verify.HasEverySteps) training.Verify.EverySteps = 0;
        SyncRules.Fill(training);
    }

    private static void FillWorkers(WorkerSpec workers)
    {
        if (!workers.HasMin) workers.Min = FewestWorkers;
        if (!workers.HasMax) workers.Max = Math.Max(MostWorkers, workers.Min);
    }

    private static void FillCheckpoint(CheckpointSpec checkpoint)
    {
        if (!checkpoint.HasEverySteps) checkpoint.EverySteps = EverySteps;
        if (!checkpoint.HasKeepLast) checkpoint.KeepLast = KeepLast;
    }
}
