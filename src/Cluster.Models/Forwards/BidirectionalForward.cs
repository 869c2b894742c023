using Cluster.Models.Recurrence;
using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using static TorchSharp.torch;
using Merge = Cluster.V1.BidirectionalLayer.Types.Merge;

namespace Cluster.Models.Forwards;

/// <summary>Two recurrent layers, one from each end, merged: at every step of the input, or from where each of them ends.</summary>
/// <remarks>
/// Schuster and Paliwal 1997, https://doi.org/10.1109/78.650093. The second one runs forwards over sequences reversed inside
/// their length: packed sequences would never reach oneDNN's fused kernel, which is more than twice as fast.
/// </remarks>
internal sealed class BidirectionalForward : ILayerForward
{
    private static readonly Dictionary<Merge, Func<Tensor, Tensor, Tensor>> Merges = new()
    {
        [Merge.Concat] = (forward, backward) => cat([forward, backward], -1),
        [Merge.Sum] = (forward, backward) => forward + backward,
        [Merge.Mul] = (forward, backward) => forward * backward,
        [Merge.Ave] = (forward, backward) => (forward + backward) * 0.5f,
    };

    private readonly DroppedDirection _forward;
    private readonly DroppedDirection _backward;
    private readonly Func<Tensor, Tensor, Tensor> _merge;
    private readonly bool _returnSequences;

    public BidirectionalForward(NetworkLayer layer, int index, ParameterVector parameters)
    {
        RecurrentSettings settings = RecurrentSettings.Of(layer.Spec);
        ParameterShape[][] shapes = [.. layer.Parameters.Chunk(layer.Parameters.Count / 2)];
        _forward = new DroppedDirection(settings, layer.Input.Size, shapes[0], parameters, (ulong)index, reverse: false);
        _backward = new DroppedDirection(settings, layer.Input.Size, shapes[1], parameters, (ulong)index, reverse: true);
        _merge = Merges[layer.Spec.Bidirectional.Merge];
        _returnSequences = settings.ReturnSequences;
    }

    public IReadOnlyList<Tensor> Parameters => [.. _forward.Parameters, .. _backward.Parameters];

    public Flow Forward(Flow input, BatchTensors batch)
    {
        ValidSteps steps = input.Steps!;
        Tensor forward = _forward.Forward(input.Values, batch.DropoutKey);
        Tensor backward = _backward.Forward(steps.Reverse(input.Values), batch.DropoutKey);

        // The backward direction ends at step 0, which is the last valid step of the reversed sequence.
        return _returnSequences
            ? input with { Values = _merge(forward, steps.Reverse(backward)) }
            : new Flow(_merge(steps.Last(forward), steps.Last(backward)), Steps: null);
    }

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
    }
}
