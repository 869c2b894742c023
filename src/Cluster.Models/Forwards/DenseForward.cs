using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.V1;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Fully connected layer, [.., D] to [.., units]. Where the activation is part of the loss, logits come out.</summary>
internal sealed class DenseForward(NetworkLayer layer, DenseLayer dense, ParameterVector parameters) : ILayerForward
{
    private readonly Tensor _weight = parameters.Leaf(layer.Parameters[0].Name); // [units, D]
    private readonly Tensor _bias = parameters.Leaf(layer.Parameters[1].Name); // [units]

    private readonly Func<Tensor, Tensor> _activation =
        Activations.Of(layer.GivesLogits ? DenseLayer.Types.Activation.Linear : dense.Activation);

    public IReadOnlyList<Tensor> Parameters => [_weight, _bias];

    public Flow Forward(Flow input, BatchTensors batch) =>
        input with { Values = _activation(nn.functional.linear(input.Values, _weight, _bias)) };

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
    }
}
