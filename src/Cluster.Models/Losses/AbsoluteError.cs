using static TorchSharp.torch;

namespace Cluster.Models.Losses;

/// <summary>|output - target|; its slope at 0 is 0.</summary>
internal sealed class AbsoluteError : ILossForward
{
    public Tensor Sum(Tensor outputs, Tensor targets) => nn.functional.l1_loss(outputs, targets, nn.Reduction.Sum);
}
