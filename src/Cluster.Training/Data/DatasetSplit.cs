using Cluster.Training.Randomness;
using Cluster.V1;

namespace Cluster.Training.Data;

/// <summary>Which record goes into which split: a pure function of the seed, the shares and the number of records.</summary>
/// <param name="Training">Records to train on, in rising order.</param>
/// <param name="Validation">Records for validation, in rising order.</param>
/// <param name="Test">Records for the test, in rising order.</param>
public sealed record DatasetSplit(int[] Training, int[] Validation, int[] Test)
{
    /// <summary>Draws the splits.</summary>
    /// <param name="count">Number of records.</param>
    /// <param name="shares">Shares of a resolved spec; sizes are rounded to the nearest integer.</param>
    /// <param name="seed">The job's seed.</param>
    public static DatasetSplit Draw(int count, SplitSpec shares, uint seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        var random = new CounterRandom(RandomKey.Of(RandomKey.Split, seed));
        random.Shuffle(order);
        int test = Size(shares.Test, count);
        int validation = Math.Min(Size(shares.Validation, count), count - test);
        return new DatasetSplit(
            Sorted(order.AsSpan(test + validation)),
            Sorted(order.AsSpan(test, validation)),
            Sorted(order.AsSpan(0, test)));
    }

    private static int Size(double share, int count) => (int)Math.Round(share * count, MidpointRounding.AwayFromZero);

    private static int[] Sorted(Span<int> records)
    {
        int[] sorted = records.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
