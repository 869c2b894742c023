using Cluster.Training.Data;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>What a spec's loss must fulfil, and the loss that fits where there is none.</summary>
internal static class LossRules
{
    private const string Path = "training.loss";

    /// <summary>Checks the loss.</summary>
    /// <param name="checks">Receives what is wrong.</param>
    /// <param name="loss">The loss as given.</param>
    /// <param name="target">What targets are; null while that is unknown.</param>
    public static void Check(FieldChecks checks, LossSpec loss, TargetKind? target)
    {
        if (LossSettings.TargetOf(loss) is not { } needed)
            checks.Add(Path, $"Must be exactly one of {Sentence.List(LossSettings.FieldsFor(null))}.");
        else if (target is { } given && given != needed)
            checks.Add($"{Path}.{LossSpec.Descriptor.FindFieldByNumber((int)loss.KindCase).JsonName}", Misfit(given));
        if (loss.CategoricalCrossEntropy is { } crossEntropy) Check(checks, crossEntropy, $"{Path}.categoricalCrossEntropy");
        if (loss.Huber is { HasDelta: true } huber) checks.Positive($"{Path}.huber.delta", huber.Delta);
    }

    /// <summary>Fills in the loss that fits the targets, and its defaults.</summary>
    public static LossSpec Resolve(LossSpec? given, TargetKind target)
    {
        LossSpec loss = given?.Clone() ?? (target == TargetKind.Class
            ? new LossSpec { CategoricalCrossEntropy = new CategoricalCrossEntropyLoss() }
            : new LossSpec { MeanSquaredError = new MeanSquaredErrorLoss() });
        if (loss.Huber is { HasDelta: false } huber) huber.Delta = 1;
        return loss;
    }

    private static void Check(FieldChecks checks, CategoricalCrossEntropyLoss loss, string path)
    {
        checks.Share($"{path}.labelSmoothing", loss.LabelSmoothing);
        if (loss.Balanced && loss.ClassWeights.Count > 0)
            checks.Add($"{path}.balanced", "Must not be given together with classWeights: both say what a class counts.");
        foreach ((string name, float weight) in loss.ClassWeights.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            checks.NotNegative($"{path}.classWeights.{name}", weight);
    }

    private static string Misfit(TargetKind given) =>
        $"Targets are {(given == TargetKind.Class ? "classes" : "numbers")}: use {Sentence.List(LossSettings.FieldsFor(given), "or")}.";
}
