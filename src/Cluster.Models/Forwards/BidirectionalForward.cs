using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.V1;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Two LSTMs, one from each end: [T, B, D] to [T, B, 2H], or to [B, 2H] from where each of them ends.</summary>
/// <remarks>
/// Schuster and Paliwal 1997, https://doi.org/10.1109/78.650093. The second one runs forwards over sequences reversed inside
/// their length: packed sequences would never reach oneDNN's fused kernel, which is more than twice as fast.
/// </remarks>
internal sealed class BidirectionalForward : ILayerForward
{
    private const int ParametersOfOne = 3;
    private readonly LstmDirection _forward;
    private readonly LstmDirection _backward;
    private readonly bool _returnSequences;

    public BidirectionalForward(NetworkLayer layer, ParameterVector parameters)
    {
        LstmLayer lstm = layer.Spec.Bidirectional.Lstm;
        _returnSequences = lstm.ReturnSequences;
        _forward = new LstmDirection(layer.Parameters.Take(ParametersOfOne), layer.Input.Size, lstm.Units, parameters);
        _backward = new LstmDirection(layer.Parameters.Skip(ParametersOfOne), layer.Input.Size, lstm.Units, parameters);
    }

    public IReadOnlyList<Tensor> Parameters => [.. _forward.Parameters, .. _backward.Parameters];

    public Tensor Forward(Tensor input, BatchTensors batch)
    {
        Tensor forward = _forward.Forward(input);
        Tensor backward = _backward.Forward(batch.Reverse(input));

        // The backward direction ends at step 0, which is the last valid step of the reversed sequence.
        return _returnSequences
            ? cat([forward, batch.Reverse(backward)], 2)
            : cat([batch.Last(forward), batch.Last(backward)], 1);
    }

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
    }
}
