using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Fully connected layer, [.., D] to [.., units]. A softmax is part of the loss, so logits come out.</summary>
internal sealed class DenseForward(NetworkLayer layer, ParameterVector parameters) : ILayerForward
{
    private readonly Tensor _weight = parameters.Leaf(layer.Parameters[0].Name); // [units, D]
    private readonly Tensor _bias = parameters.Leaf(layer.Parameters[1].Name); // [units]

    public IReadOnlyList<Tensor> Parameters => [_weight, _bias];

    public Tensor Forward(Tensor input, BatchTensors batch) => nn.functional.linear(input, _weight, _bias);

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
    }
}
