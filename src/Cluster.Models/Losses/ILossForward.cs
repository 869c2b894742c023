using static TorchSharp.torch;

namespace Cluster.Models.Losses;

/// <summary>Computes one loss over the targets of a batch; padding was left out before.</summary>
internal interface ILossForward
{
    /// <summary>The loss summed over all targets, one number.</summary>
    /// <param name="outputs">What the network gives for each target, [N, C]: logits where targets are classes.</param>
    /// <param name="targets">Classes, [N] in int64, or numbers, [N, C].</param>
    Tensor Sum(Tensor outputs, Tensor targets);

    /// <summary>How many of the classes are the ones that score best; 0 where targets are numbers.</summary>
    /// <param name="outputs">Logits, [N, C] row by row.</param>
    /// <param name="classes">The right classes, [N].</param>
    int Correct(ReadOnlySpan<float> outputs, ReadOnlySpan<int> classes) => 0;
}
