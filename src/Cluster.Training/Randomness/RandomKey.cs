namespace Cluster.Training.Randomness;

/// <summary>Makes keys for <see cref="CounterRandom"/>. Every use of chance has its own purpose number, so no two share numbers.</summary>
public static class RandomKey
{
    /// <summary>Purpose: first values of parameters.</summary>
    public const ulong Weights = 1;

    /// <summary>Purpose: division into training, validation and test.</summary>
    public const ulong Split = 2;

    /// <summary>Purpose: order of examples in an epoch.</summary>
    public const ulong Order = 3;

    /// <summary>Purpose: dropout masks.</summary>
    public const ulong Dropout = 4;

    /// <summary>Purpose: examples and series that are generated.</summary>
    public const ulong Data = 5;

    /// <summary>Purpose: choice of tokens when a language model writes.</summary>
    public const ulong Generation = 6;

    /// <summary>Purpose: choice of the shard that is computed twice in a step that is verified.</summary>
    public const ulong Verification = 20;

    /// <summary>Mixes numbers into one key; the order matters.</summary>
    /// <param name="purpose">One of the constants above.</param>
    /// <param name="parts">What the key stands for, such as seed, step and shard.</param>
    public static ulong Of(ulong purpose, params ReadOnlySpan<ulong> parts)
    {
        ulong key = Mix(purpose);
        foreach (ulong part in parts) key = Mix(key ^ Mix(part + 0x9E3779B97F4A7C15UL));
        return key;
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood 2014, https://doi.org/10.1145/2714064.2660195).</summary>
    /// <param name="value">Any number.</param>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
