using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Token ids, [T * B], to rows of the table, [T, B, D].</summary>
internal sealed class EmbeddingForward(NetworkLayer layer, ParameterVector parameters) : ILayerForward
{
    private readonly Tensor _table = parameters.Leaf(layer.Parameters[0].Name); // [V, D]

    public IReadOnlyList<Tensor> Parameters => [_table];

    public Flow Forward(Flow input, BatchTensors batch) =>
        input with { Values = _table.index_select(0, input.Values).view(batch.Time, batch.Count, layer.Output.Size) };

    public void Dispose() => _table.Dispose();
}
