using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>(x - mean) / sqrt(variance + epsilon) over the last axis, times weight plus bias; the variance is that of D values, not D - 1.</summary>
/// <remarks>Ba et al. 2016, https://arxiv.org/abs/1607.06450, equations 3 and 4.</remarks>
internal sealed class LayerNormalizationForward(NetworkLayer layer, ParameterVector parameters) : ILayerForward
{
    private readonly Tensor _weight = parameters.Leaf(layer.Parameters[0].Name); // [D]
    private readonly Tensor _bias = parameters.Leaf(layer.Parameters[1].Name); // [D]

    public IReadOnlyList<Tensor> Parameters => [_weight, _bias];

    public Flow Forward(Flow input, BatchTensors batch) => input with
    {
        Values = nn.functional.layer_norm(
            input.Values, [layer.Output.Size], _weight, _bias, layer.Spec.LayerNormalization.Epsilon),
    };

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
    }
}
