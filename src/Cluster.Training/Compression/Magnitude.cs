namespace Cluster.Training.Compression;

/// <summary>How large numbers are.</summary>
internal static class Magnitude
{
    /// <summary>Bits of a float without its sign: they rise with the magnitude, and those of what is no number are the largest.</summary>
    private const int WithoutSign = int.MaxValue;

    private const int SmallestExponent = -126;

    /// <summary>The largest magnitude; not finite if a number is not.</summary>
    public static float Largest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        foreach (float value in values) largest = Math.Max(largest, BitsOf(value));
        return BitConverter.Int32BitsToSingle(largest);
    }

    /// <summary>Bits of a magnitude, which rise with it.</summary>
    public static int BitsOf(float value) => BitConverter.SingleToInt32Bits(value) & WithoutSign;

    /// <summary>
    /// A power of two by which numbers are divided, without any error, so that 16 bits hold the largest and what is a million times smaller. Not finite
    /// if the largest is not.
    /// </summary>
    public static float HalfScale(float largest)
    {
        if (!float.IsFinite(largest)) return float.NaN;
        return largest == 0 ? 1 : MathF.ScaleB(1, Math.Max(MathF.ILogB(largest) - 14, SmallestExponent));
    }
}
