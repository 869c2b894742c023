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
}
