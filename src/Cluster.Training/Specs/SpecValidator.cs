using Cluster.Training.Data;
using Cluster.Training.Data.Letters;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>Says everything that is wrong in a spec, at once. Runs once, at the door.</summary>
public static class SpecValidator
{
    private const int LongestName = 40;

    /// <summary>Checks a spec as the user gave it.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>All violations; empty if the spec is valid.</returns>
    public static IReadOnlyList<Violation> Validate(JobSpec spec)
    {
        var checks = new FieldChecks();
        CheckName(checks, spec.Name);
        CheckTask(checks, spec.Task);
        DataRules.Check(checks, spec);
        DataForm? form = DataRules.FormOf(spec);
        TokenRules.Check(checks, spec.Tokens ?? new TokenSpec(), spec.Task);
        if (spec.Model is { Layers.Count: > 0 }) checks.Add(LayerTable.Validate(spec.Model, Ends(form, spec)));
        bool validates = spec.Data?.Split is not { HasValidation: true, Validation: <= 0 };
        TrainingRules.Check(checks, spec.Training ?? new TrainingSpec(), form?.Target, validates);
        CheckWorkers(checks, spec.Workers ?? new WorkerSpec());
        CheckCheckpoint(checks, spec.Checkpoint ?? new CheckpointSpec());
        EarlyStoppingRules.CheckKeepBest(checks, spec, validates);
        return checks.Violations;
    }

    /// <summary>What the layers must fit. While the data is unknown, the end of the stack is not checked, and its beginning is taken as right.</summary>
    internal static StackEnds Ends(DataForm? form, JobSpec spec) => new(
        form?.Tokens ?? spec.Model?.Layers is [{ Embedding: not null }, ..],
        form?.Target,
        form?.TargetPerStep ?? false,
        Binary: spec.Training?.Loss?.BinaryCrossEntropy is not null)
    {
        Letters = LetterEncoding.Possible(spec) ? 1 : 0,
    };

    private static void CheckName(FieldChecks checks, string name)
    {
        bool plain = name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        if (!plain || name.Length > LongestName) checks.Add(
            "name", $"Must be lower-case letters, digits and dashes, at most {LongestName}; it is '{name}'.");
    }

    private static void CheckTask(FieldChecks checks, JobSpec.Types.Task task)
    {
        if (task == JobSpec.Types.Task.Unspecified) checks.Add("task", $"Is required: {TaskName.All}.");
        else if (!Enum.IsDefined(task)) checks.Add("task", $"There is no task {(int)task}; use {TaskName.All}.");
    }

    private static void CheckWorkers(FieldChecks checks, WorkerSpec workers)
    {
        if (workers.HasMin) checks.AtLeast("workers.min", workers.Min, 1);
        int fewest = workers.HasMin ? Math.Max(1, workers.Min) : SpecDefaults.FewestWorkers;
        if (workers.HasMax && workers.Max < fewest)
            checks.Add("workers.max", $"Must be at least workers.min, which is {fewest}; it is {workers.Max}.");
    }

    private static void CheckCheckpoint(FieldChecks checks, CheckpointSpec checkpoint)
    {
        if (checkpoint.HasEverySteps) checks.AtLeast("checkpoint.everySteps", checkpoint.EverySteps, 1);
        if (checkpoint.HasKeepLast) checks.AtLeast("checkpoint.keepLast", checkpoint.KeepLast, 1);
    }
}
