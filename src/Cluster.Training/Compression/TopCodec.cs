using System.Runtime.InteropServices;

namespace Cluster.Training.Compression;

/// <summary>
/// The numbers of largest magnitude, of equal ones the first, with their places; the others count as 0. A message is a power of two that
/// numbers are divided by, how many come from each 65,536 of the vector, and then for each its place among these and a float of 16 bits.
/// </summary>
/// <param name="fraction">Share of the numbers that are sent; at least one is.</param>
public sealed class TopCodec(float fraction) : ICodec
{
    private const int Section = 1 << 16;

    /// <inheritdoc/>
    public int FloatsFor(int length) => 1 + Sections(length) + Count(length);

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<float> values, Span<byte> message)
    {
        Span<float> words = MemoryMarshal.Cast<byte, float>(message);
        Span<int> counts = MemoryMarshal.Cast<byte, int>(message).Slice(1, Sections(values.Length));
        Span<ushort> sent = MemoryMarshal.Cast<byte, ushort>(message[((1 + counts.Length) * sizeof(float))..]);
        float scale = words[0] = Magnitude.HalfScale(Magnitude.Largest(values));
        (int least, int equal) = Threshold(values, Count(values.Length));
        counts.Clear();
        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int bits = Magnitude.BitsOf(values[i]);
            if (bits < least || (bits == least && equal-- <= 0)) continue;
            counts[i / Section]++;
            sent[next++] = (ushort)(i % Section);
            sent[next++] = BitConverter.HalfToUInt16Bits((Half)(values[i] / scale));
        }
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> message, Span<float> target)
    {
        float scale = MemoryMarshal.Cast<byte, float>(message)[0];
        ReadOnlySpan<int> counts = MemoryMarshal.Cast<byte, int>(message).Slice(1, Sections(target.Length));
        ReadOnlySpan<ushort> sent = MemoryMarshal.Cast<byte, ushort>(message[((1 + counts.Length) * sizeof(float))..]);
        int next = 0;
        for (int section = 0; section < counts.Length; section++)
        {
            for (int i = 0; i < counts[section]; i++)
            {
                int at = section * Section + sent[next++];
                target[at] += (float)BitConverter.UInt16BitsToHalf(sent[next++]) * scale;
            }
        }
    }

    private static int Sections(int length) => (length + Section - 1) / Section;

    /// <summary>Finds the magnitude of which the largest numbers are: first the upper half of its bits, then the lower.</summary>
    /// <returns>Its bits, and how many numbers of just this magnitude are among the largest.</returns>
    private static (int Least, int Equal) Threshold(ReadOnlySpan<float> values, int count)
    {
        int[] having = new int[Section];
        foreach (float value in values) having[Magnitude.BitsOf(value) >> 16]++;
        int upper = Descend(having, ref count);
        Array.Clear(having);
        foreach (float value in values)
        {
            int bits = Magnitude.BitsOf(value);
            if (bits >> 16 == upper) having[bits & (Section - 1)]++;
        }

        int lower = Descend(having, ref count);
        return ((upper << 16) | lower, count);
    }

    // Counts from the largest down, until there are enough.
    private static int Descend(int[] having, ref int count)
    {
        int at = having.Length - 1;
        for (; having[at] < count; at--) count -= having[at];
        return at;
    }

    private int Count(int length) => Math.Clamp((int)Math.Round((double)fraction * length), 1, length);
}
