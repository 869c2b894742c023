using static TorchSharp.torch;

namespace Cluster.Models.Losses;

/// <summary>-log of the probability given to the right one of two classes; the one logit is that of class 1.</summary>
internal sealed class BinaryCrossEntropy : ILossForward
{
    public Tensor Sum(Tensor outputs, Tensor targets) => nn.functional.binary_cross_entropy_with_logits(
        outputs.view(-1), targets.to(ScalarType.Float32), reduction: nn.Reduction.Sum);

    /// <summary>How often the sigmoid is over one half for class 1, and not for class 0.</summary>
    public int Correct(ReadOnlySpan<float> outputs, ReadOnlySpan<int> classes)
    {
        int correct = 0;
        for (int n = 0; n < classes.Length; n++)
        {
            if (outputs[n] > 0 == (classes[n] == 1)) correct++;
        }

        return correct;
    }
}
