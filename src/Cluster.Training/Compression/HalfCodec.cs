using System.Runtime.InteropServices;

namespace Cluster.Training.Compression;

/// <summary>
/// Floats of 16 bits. Each block of 256 is divided by a power of two first, so that neither large nor small numbers fall out of their range. A
/// message is all those powers, then all numbers.
/// </summary>
public sealed class HalfCodec : ICodec
{
    private const int Block = 256;

    /// <inheritdoc/>
    public int FloatsFor(int length) => Blocks(length) + (length + 1) / 2;

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<float> values, Span<byte> message)
    {
        Span<float> scales = MemoryMarshal.Cast<byte, float>(message)[..Blocks(values.Length)];
        Span<Half> numbers = MemoryMarshal.Cast<byte, Half>(message[(scales.Length * sizeof(float))..]);
        numbers.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            if (i % Block == 0) scales[i / Block] = Magnitude.HalfScale(Magnitude.Largest(values.Slice(i, Math.Min(Block, values.Length - i))));
            numbers[i] = (Half)(values[i] / scales[i / Block]);
        }
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> message, Span<float> target)
    {
        ReadOnlySpan<float> scales = MemoryMarshal.Cast<byte, float>(message)[..Blocks(target.Length)];
        ReadOnlySpan<Half> numbers = MemoryMarshal.Cast<byte, Half>(message[(scales.Length * sizeof(float))..]);
        for (int i = 0; i < target.Length; i++) target[i] += (float)numbers[i] * scales[i / Block];
    }

    private static int Blocks(int length) => (length + Block - 1) / Block;
}
