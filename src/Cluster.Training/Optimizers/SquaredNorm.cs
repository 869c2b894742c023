using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cluster.Training.Optimizers;

/// <summary>Sum of squares of a vector in one fixed order: bit-equal on every machine.</summary>
/// <remarks>
/// The vector is cut into blocks of <see cref="BlockLength"/>. In a block, 16 sums take turns: sum j adds the squares of
/// values j, j + 16, j + 32, and so on. Then the sums are added in order 0 to 15, and the blocks in theirs. All in double.
/// </remarks>
public static class SquaredNorm
{
    /// <summary>Values in a block; the last block may be shorter.</summary>
    public const int BlockLength = 65536;

    private const int Sums = 16;

    /// <summary>Returns the sum of squares; its root is the L2 norm.</summary>
    /// <param name="values">The whole vector. The sum of parts summed by themselves may have other bits.</param>
    public static double Of(ReadOnlySpan<float> values)
    {
        double total = 0;
        for (int start = 0; start < values.Length; start += BlockLength)
            total += OfBlock(values.Slice(start, Math.Min(BlockLength, values.Length - start)));
        return total;
    }

    private static double OfBlock(ReadOnlySpan<float> block)
    {
        ref float first = ref MemoryMarshal.GetReference(block);
        Vector512<double> lower = default, upper = default;
        int i = 0;
        for (; i + Sums <= block.Length; i += Sums)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.LoadUnsafe(ref first, (nuint)i));
            lower += low * low;
            upper += high * high;
        }

        // Lane by lane, because the order of Vector512.Sum is not promised.
        Span<double> sums = stackalloc double[Sums];
        lower.CopyTo(sums);
        upper.CopyTo(sums[(Sums / 2)..]);
        for (int lane = 0; i < block.Length; i++, lane++) sums[lane] += (double)block[i] * block[i];

        double total = 0;
        foreach (double sum in sums) total += sum;
        return total;
    }
}
