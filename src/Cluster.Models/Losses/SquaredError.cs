using static TorchSharp.torch;

namespace Cluster.Models.Losses;

/// <summary>(output - target)^2.</summary>
internal sealed class SquaredError : ILossForward
{
    public Tensor Sum(Tensor outputs, Tensor targets) => nn.functional.mse_loss(outputs, targets, nn.Reduction.Sum);
}
