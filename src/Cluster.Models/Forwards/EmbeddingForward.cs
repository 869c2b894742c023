using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Token ids, [T * B], to rows of the table, [T, B, D], joined by what a character encoder makes of their letters.</summary>
internal sealed class EmbeddingForward : ILayerForward
{
    private readonly Tensor _table; // [V, D]
    private readonly LettersForward? _letters;

    public EmbeddingForward(NetworkLayer layer, int index, ParameterVector parameters)
    {
        _table = parameters.Leaf(layer.Parameters[0].Name);
        // Then no gradient is asked for, and the layers above need not compute that of their input.
        _table.requires_grad = layer.Parameters[0].Trainable;
        if (layer.Spec.Embedding.Characters is not null) _letters = new LettersForward(layer, index, parameters);
    }

    public IReadOnlyList<Tensor> Parameters => [_table, .. _letters?.Parameters ?? []];

    public Flow Forward(Flow input, BatchTensors batch)
    {
        Tensor vectors = _table.index_select(0, input.Values).view(batch.Time, batch.Count, _table.shape[1]);
        return input with { Values = _letters is { } letters ? cat([vectors, letters.Forward(batch)], 2) : vectors };
    }

    public void Dispose()
    {
        _table.Dispose();
        _letters?.Dispose();
    }
}
