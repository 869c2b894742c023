using Cluster.Models.Forwards;
using Cluster.Models.Replicas;
using static TorchSharp.torch;

namespace Cluster.Models.Losses;

/// <summary>-log softmax of the right class, smoothed over all C classes, times the right class's weight.</summary>
/// <remarks>
/// With smoothing e the target is 1 - e at the right class plus e / C everywhere (Szegedy et al. 2016, https://arxiv.org/abs/1512.00567,
/// section 7). As in Keras the weight of the right class multiplies the whole sum; PyTorch would weigh each class's part by its own.
/// </remarks>
/// <param name="smoothing">e, 0 to 1.</param>
/// <param name="weights">Factor of each class, [C]; null if all are 1.</param>
internal sealed class CategoricalCrossEntropy(float smoothing, float[]? weights) : ILossForward
{
    public Tensor Sum(Tensor outputs, Tensor targets)
    {
        if (weights is null) return nn.functional.cross_entropy(outputs, targets, reduction: nn.Reduction.Sum, label_smoothing: smoothing);
        Tensor losses = nn.functional.cross_entropy(outputs, targets, reduction: nn.Reduction.None, label_smoothing: smoothing);
        return (losses * OwnedTensor.Of(weights).On(targets.device).index_select(0, targets)).sum();
    }

    /// <summary>How often the first of the largest logits is the right class's.</summary>
    public int Correct(ReadOnlySpan<float> outputs, ReadOnlySpan<int> classes)
    {
        int count = outputs.Length / classes.Length;
        int correct = 0;
        for (int n = 0; n < classes.Length; n++)
        {
            ReadOnlySpan<float> row = outputs.Slice(n * count, count);
            int best = 0;
            for (int c = 1; c < count; c++)
            {
                if (row[c] > row[best]) best = c;
            }

            if (best == classes[n]) correct++;
        }

        return correct;
    }
}
