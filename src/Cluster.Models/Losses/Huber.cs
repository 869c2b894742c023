using static TorchSharp.torch;

namespace Cluster.Models.Losses;

/// <summary>0.5 d^2 for differences d up to delta, delta (|d| - 0.5 delta) beyond.</summary>
/// <remarks>Huber 1964, https://doi.org/10.1214/aoms/1177703732.</remarks>
/// <param name="delta">Where it turns from squared to linear; over 0.</param>
internal sealed class Huber(float delta) : ILossForward
{
    /// <summary>Where the spec says nothing.</summary>
    public const float DefaultDelta = 1;

    public Tensor Sum(Tensor outputs, Tensor targets) => nn.functional.huber_loss(outputs, targets, delta, nn.Reduction.Sum);
}
