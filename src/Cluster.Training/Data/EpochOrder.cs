using Cluster.Training.Randomness;

namespace Cluster.Training.Data;

/// <summary>The order of examples in one epoch: a pure function of lengths, batch size, seed and epoch.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Examples">Every example once; batch i starts at i times the batch size, each batch sorted by length.</param>
internal sealed record EpochOrder(int Epoch, int[] Examples)
{
    /// <summary>Batches whose examples are sorted by length together: less padding, and still random enough.</summary>
    private const int WindowBatches = 8;

    /// <summary>Draws the order of an epoch. All batches are full but the last one, which takes what is left.</summary>
    /// <param name="lengths">Length of each example's sequence.</param>
    /// <param name="batchSize">Examples in a batch.</param>
    /// <param name="seed">The job's seed.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    public static EpochOrder Draw(int[] lengths, int batchSize, uint seed, int epoch)
    {
        var random = new CounterRandom(RandomKey.Of(RandomKey.Order, seed, (ulong)epoch));
        int[] drawn = [.. Enumerable.Range(0, lengths.Length)];
        random.Shuffle(drawn);
        int fullBatches = drawn.Length / batchSize;
        int full = fullBatches * batchSize;
        long window = (long)WindowBatches * batchSize;
        for (long start = 0; start < full; start += window)
            SortByLength(drawn.AsSpan((int)start, (int)Math.Min(window, full - start)), lengths);
        SortByLength(drawn.AsSpan(full), lengths);

        int[] batches = [.. Enumerable.Range(0, fullBatches)];
        random.Shuffle(batches);
        IEnumerable<int> examples = batches.SelectMany(batch => drawn.Skip(batch * batchSize).Take(batchSize)).Concat(drawn.Skip(full));
        return new EpochOrder(epoch, [.. examples]);
    }

    /// <summary>Stable: equally long examples keep their order.</summary>
    private static void SortByLength(Span<int> examples, int[] lengths)
    {
        Span<long> keys = examples.Length <= 1024 ? stackalloc long[examples.Length] : new long[examples.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = ((long)lengths[examples[i]] << 32) | (uint)i;
        keys.Sort(examples);
    }
}
