using Cluster.Training.Layers;

namespace Cluster.Training.Data.Vectors;

/// <summary>Pretrained vectors of the tokens of a vocabulary.</summary>
public sealed class WordVectors
{
    private readonly float[]?[] _rows;

    /// <summary>Takes the vectors.</summary>
    /// <param name="size">D, numbers in each vector.</param>
    /// <param name="rows">For each token id its vector, <c>[D]</c>; null for tokens without one.</param>
    /// <param name="vocabularyCoverage">Share of the vocabulary that has a vector.</param>
    /// <param name="tokenCoverage">Share of the training examples' tokens that has a vector.</param>
    internal WordVectors(int size, float[]?[] rows, double vocabularyCoverage, double tokenCoverage)
    {
        Size = size;
        _rows = rows;
        VocabularyCoverage = vocabularyCoverage;
        TokenCoverage = tokenCoverage;
    }

    /// <summary>Numbers in each vector.</summary>
    public int Size { get; }

    /// <summary>Share of the vocabulary, without padding and unknown, that has a vector; 0 to 1.</summary>
    public double VocabularyCoverage { get; }

    /// <summary>Share of the training examples' tokens that has a vector; 0 to 1.</summary>
    public double TokenCoverage { get; }

    /// <summary>Writes the vectors over the rows of a table, <c>[V, D]</c>; rows of tokens without one stay as they are.</summary>
    /// <param name="drawn">Gives the other rows.</param>
    public Initializer Over(Initializer drawn) => (values, shape, key) =>
    {
        drawn(values, shape, key);
        for (int id = 0; id < _rows.Length; id++) _rows[id]?.CopyTo(values[(id * Size)..]);
    };
}
