using Cluster.Training.Data;
using Cluster.Training.Layers;

namespace Cluster.Training.FineTuning;

/// <summary>Knows which parameters of a network have a row for each token or class.</summary>
internal sealed class RowNames(Network network, EncodedDataset dataset, IReadOnlyList<string> vocabulary, IReadOnlyList<string> labels)
{
    private readonly RowMatch _tokens = new(dataset.Vocabulary.Tokens, vocabulary);
    private readonly RowMatch _classes = new(dataset.Labels, labels);

    /// <summary>What the rows of a parameter stand for; null if they are just numbered.</summary>
    public RowMatch? Of(ParameterEntry entry)
    {
        NetworkLayer layer = network.Layers.First(layer => layer.Parameters.Any(parameter => parameter.Name == entry.Shape.Name));
        if (layer.Spec.Embedding is not null && network.Data.VocabularySize > 0) return _tokens;
        if (!layer.GivesLogits) return null;
        // One output of a sigmoid is about both classes: it fits if they are the same.
        if (entry.Shape.Shape[0] == 1) return new RowMatch([string.Join('\n', _classes.Ours)], [string.Join('\n', _classes.Theirs)]);
        return _classes;
    }
}
