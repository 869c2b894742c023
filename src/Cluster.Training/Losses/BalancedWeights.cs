using Cluster.Training.Data;

namespace Cluster.Training.Losses;

/// <summary>
/// Class weights that make rare classes count as much as frequent ones: n / (k * count) for n targets of k classes in the training examples,
/// as scikit-learn's <c>class_weight="balanced"</c>. A class without a training target has the weight 1; nothing depends on it.
/// </summary>
internal static class BalancedWeights
{
    /// <summary>Counts the training targets.</summary>
    /// <returns>A weight for each class; null where targets are numbers, which other checks refuse.</returns>
    public static float[]? Of(EncodedDataset dataset)
    {
        if (dataset.Shape.Target != TargetKind.Class) return null;
        long[] counts = new long[dataset.Shape.Outputs];
        foreach (EncodedExample example in dataset.Training.Examples)
            foreach (int label in example.Classes!) counts[label]++;
        double all = counts.Sum(), present = counts.Count(count => count > 0);
        return Array.ConvertAll(counts, count => count == 0 ? 1 : (float)(all / (present * count)));
    }
}
