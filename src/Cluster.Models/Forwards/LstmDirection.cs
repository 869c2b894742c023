using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>An LSTM in one direction over padded sequences, computed by oneDNN's fused kernel, with weights in the flat vector.</summary>
/// <remarks>Hochreiter and Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735, with the forget gate of Gers et al. 2000.</remarks>
internal sealed class LstmDirection : IDisposable
{
    private readonly LSTM _lstm;

    /// <summary>Takes the three parameters of one direction: input weights, recurrent weights, bias.</summary>
    public LstmDirection(IEnumerable<ParameterShape> shapes, int inputs, int units, ParameterVector parameters)
    {
        _lstm = nn.LSTM(inputs, units);
        string[] own = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0"];
        Parameters = [.. own.Select(name => _lstm.get_parameter(name)!)];
        foreach ((Tensor parameter, ParameterShape shape) in Parameters.Zip(shapes)) parameters.Bind(parameter, shape.Name);

        // Keras has one bias. The second one of PyTorch must exist for the fused kernel, so it stays zero.
        Tensor second = _lstm.get_parameter("bias_hh_l0")!;
        second.requires_grad = false;
        second.bytes.Clear();
    }

    /// <summary>weight_ih [4H, D], weight_hh [4H, H], bias_ih [4H].</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>
    /// [T, B, D] to the state after every step, [T, B, H], from a zero state. Steps after a sequence's end hold numbers that
    /// no valid step depends on, and no one reads them.
    /// </summary>
    public Tensor Forward(Tensor input)
    {
        (Tensor states, _, _) = _lstm.call(input);
        return states;
    }

    public void Dispose() => _lstm.Dispose();
}
