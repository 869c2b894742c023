namespace Cluster.Training.Randomness;

/// <summary>Random numbers by counting: number n is a pure function of (key, n). SplitMix64, so no state to share or lose.</summary>
/// <param name="key">From <see cref="RandomKey.Of"/>.</param>
public struct CounterRandom(ulong key)
{
    private ulong _counter = key;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        _counter += 0x9E3779B97F4A7C15UL;
        return RandomKey.Mix(_counter);
    }

    /// <summary>The next number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number in [0, bound), without bias worth mentioning (bound is far below 2^32).</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>The next standard normal number (Box and Muller 1958, cosine branch).</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    /// <param name="items">The items.</param>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
