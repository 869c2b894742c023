using Cluster.V1;

namespace Cluster.Training.Losses;

/// <summary>A loss with everything known that it needs to be computed.</summary>
/// <param name="Spec">The resolved spec; exactly one kind.</param>
/// <param name="ClassWeights">Factor of each class, <c>[C]</c>; null if all are 1.</param>
public sealed record LossSettings(LossSpec Spec, float[]? ClassWeights)
{
    /// <summary>Plain categorical cross-entropy.</summary>
    public static LossSettings CrossEntropy { get; } =
        new(new LossSpec { CategoricalCrossEntropy = new CategoricalCrossEntropyLoss() }, ClassWeights: null);

    /// <summary>Completes the loss of a spec with what only the data tells.</summary>
    /// <param name="spec">The loss of a resolved spec.</param>
    /// <param name="labels">Class names by class number; empty where targets are numbers.</param>
    /// <exception cref="InvalidDataException">A class with a weight does not exist, or classes do not fit the loss; the message is for the user.</exception>
    public static LossSettings Of(LossSpec spec, IReadOnlyList<string> labels)
    {
        if (spec.KindCase == LossSpec.KindOneofCase.BinaryCrossEntropy && labels.Count != 2)
            throw new InvalidDataException($"Binary cross-entropy tells two classes apart, but the data has {labels.Count}.");
        return new LossSettings(spec, spec.CategoricalCrossEntropy is { } crossEntropy ? Weights(crossEntropy, labels) : null);
    }

    private static float[]? Weights(CategoricalCrossEntropyLoss loss, IReadOnlyList<string> labels)
    {
        if (loss.ClassWeights.Count == 0) return null;
        string? unknown = loss.ClassWeights.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !labels.Contains(name));
        if (unknown is not null)
            throw new InvalidDataException($"training.loss.categoricalCrossEntropy.classWeights: The data has no class '{unknown}'.");
        float[] weights = [.. labels.Select(label => loss.ClassWeights.TryGetValue(label, out float weight) ? weight : 1)];
        return weights.Any(weight => weight > 0) ? weights
            : throw new InvalidDataException("training.loss.categoricalCrossEntropy.classWeights: All classes have the weight 0.");
    }
}
