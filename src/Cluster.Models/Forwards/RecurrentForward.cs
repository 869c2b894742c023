using Cluster.Models.Recurrence;
using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>A recurrent layer in one direction: [T, B, D] to [T, B, H], or to [B, H] at each sequence's last step.</summary>
/// <remarks>
/// Backwards, states come out in the order in which they were computed, as in Keras: step 0 is the one after the last valid
/// step of the input. Padding stays at the end.
/// </remarks>
internal sealed class RecurrentForward : ILayerForward
{
    private readonly DroppedDirection _direction;
    private readonly RecurrentSettings _settings;

    public RecurrentForward(NetworkLayer layer, int index, ParameterVector parameters)
    {
        _settings = RecurrentSettings.Of(layer.Spec);
        _direction = new DroppedDirection(_settings, layer.Input.Size, layer.Parameters, parameters, (ulong)index, reverse: false);
    }

    public IReadOnlyList<Tensor> Parameters => _direction.Parameters;

    public Flow Forward(Flow input, BatchTensors batch)
    {
        ValidSteps steps = input.Steps!;
        Tensor read = _settings.GoBackwards ? steps.Reverse(input.Values) : input.Values;
        Tensor states = _direction.Forward(read, batch.DropoutKey);
        return _settings.ReturnSequences ? input with { Values = states } : new Flow(steps.Last(states), Steps: null);
    }

    public void Dispose() => _direction.Dispose();
}
