namespace Cluster.Training.Data;

/// <summary>A split cut into fixed chunks for evaluation, the same on every worker: sorted by length, in chunks of 256 examples.</summary>
public sealed class EvaluationBatches
{
    /// <summary>Most examples in a chunk.</summary>
    public const int ChunkSize = 256;

    private readonly EncodedSplit _split;
    private readonly int[] _order;

    /// <summary>Cuts a split.</summary>
    /// <param name="split">The examples; may be empty.</param>
    public EvaluationBatches(EncodedSplit split)
    {
        _split = split;
        // OrderBy is stable, so equally long examples keep their order.
        _order = [.. Enumerable.Range(0, split.Count).OrderBy(example => split.Examples[example].Length)];
    }

    /// <summary>Number of chunks.</summary>
    public int Count => ChunksOf(_order.Length);

    /// <summary>Returns the number of chunks of so many examples.</summary>
    /// <param name="examples">At least 0.</param>
    public static int ChunksOf(int examples) => (examples + ChunkSize - 1) / ChunkSize;

    /// <summary>Returns the examples of a chunk as indexes into the split, shortest first.</summary>
    /// <param name="chunk">The chunk, from 0.</param>
    public IReadOnlyList<int> Examples(int chunk)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunk);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chunk, Count);
        int start = chunk * ChunkSize;
        return new ArraySegment<int>(_order, start, Math.Min(ChunkSize, _order.Length - start));
    }

    /// <summary>Returns the batch of a chunk; its dropout key is 0, as evaluation drops nothing.</summary>
    /// <param name="chunk">The chunk, from 0.</param>
    public SequenceBatch Batch(int chunk) => SequenceBatch.Of(_split, Examples(chunk), dropoutKey: 0);
}
