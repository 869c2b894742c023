using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.V1;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>LSTM from first to last step: [T, B, D] to [T, B, H], or to [B, H] at each sequence's last step.</summary>
internal sealed class LstmForward : ILayerForward
{
    private readonly LstmDirection _direction;
    private readonly bool _returnSequences;

    public LstmForward(NetworkLayer layer, ParameterVector parameters)
    {
        LstmLayer lstm = layer.Spec.Lstm;
        _returnSequences = lstm.ReturnSequences;
        _direction = new LstmDirection(layer.Parameters, layer.Input.Size, lstm.Units, parameters);
    }

    public IReadOnlyList<Tensor> Parameters => _direction.Parameters;

    public Tensor Forward(Tensor input, BatchTensors batch)
    {
        Tensor states = _direction.Forward(input);
        return _returnSequences ? states : batch.Last(states);
    }

    public void Dispose() => _direction.Dispose();
}
