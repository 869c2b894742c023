using Cluster.Benchmarks.Jobs;
using Cluster.Training.Exchange;

namespace Cluster.Benchmarks.Scale.Model;

/// <summary>
/// What a gradient weighs on its way. The embedding comes first in the flat vector; of its rows only those travel whose tokens a batch has
/// (<see cref="SparseRange"/>). All else is dense.
/// </summary>
/// <param name="Embedding">Floats of the embedding.</param>
/// <param name="Rest">All other floats.</param>
/// <param name="Density">Share of the embedding's rows that one shard touches, 0 to 1.</param>
internal sealed record GradientShape(int Embedding, int Rest, double Density)
{
    /// <summary>Ids of the vocabulary that are no token of the data.</summary>
    private const int SpecialTokens = 2;

    /// <summary>Floats in the vector.</summary>
    public int Length => Embedding + Rest;

    /// <summary>Bytes of the vector in memory.</summary>
    public double Bytes => (double)Length * sizeof(float);

    /// <summary>
    /// The gradient of a preset. Half of its tokens stand for their class, the others are drawn evenly: T draws of V leave a row out with
    /// probability (1 - 1/V)^T.
    /// </summary>
    /// <param name="preset">The network and the data.</param>
    public static GradientShape Of(Preset preset)
    {
        int rest = 2 * preset.Hidden * preset.Classes + preset.Classes;
        for (int layer = 0; layer < preset.Layers; layer++)
            rest += 2 * 4 * preset.Hidden * ((layer == 0 ? preset.Embedding : 2 * preset.Hidden) + preset.Hidden + 2);
        double absent = Math.Pow(1 - 1.0 / preset.Vocabulary, preset.Sequences * preset.Length / 2) - (double)preset.Classes / preset.Vocabulary;
        return new GradientShape((preset.Vocabulary + SpecialTokens) * preset.Embedding, rest, 1 - absent);
    }

    /// <summary>Bytes that a range takes on its way, the map of its runs included.</summary>
    /// <param name="start">First float.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="shards">Shards that were added; each touches rows of its own accord, so that k of them leave (1 - density)^k of the rows out.</param>
    public double BytesOf(int start, int end, int shards)
    {
        double embedding = Math.Max(0, Math.Min(end, Embedding) - start), rest = end - start - embedding;
        double sparse = (embedding * (1 - Math.Pow(1 - Density, shards)) + rest) * sizeof(float) + SparseRange.MapLength(end - start) * sizeof(uint);
        return Math.Min(sparse, (end - start) * (double)sizeof(float));
    }
}
