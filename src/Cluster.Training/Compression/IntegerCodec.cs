using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cluster.Training.Compression;

/// <summary>
/// Whole numbers of 8 or 4 bits. Each block of 256 has a scale, its largest magnitude divided by 127 or 7; a number is divided by it and rounded,
/// halves to even. A message is all scales, then all numbers; of 4 bits two in a byte, the first one low.
/// </summary>
/// <param name="bits">8 or 4.</param>
public sealed class IntegerCodec(int bits) : ICodec
{
    internal const int Block = 256;

    private readonly int _levels = (1 << (bits - 1)) - 1;

    /// <inheritdoc/>
    public int FloatsFor(int length) => Blocks(length) + (int)(((long)length * bits + 31) / 32);

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<float> values, Span<byte> message)
    {
        Span<float> scales = MemoryMarshal.Cast<byte, float>(message)[..Blocks(values.Length)];
        Span<byte> numbers = message[(scales.Length * sizeof(float))..];
        numbers.Clear();
        Span<int> rounded = stackalloc int[Block];
        for (int i = 0; i < scales.Length; i++)
        {
            ReadOnlySpan<float> block = values.Slice(i * Block, Math.Min(Block, values.Length - i * Block));
            scales[i] = Magnitude.Largest(block) / _levels;
            Round(block, scales[i], rounded);
            Write(rounded[..block.Length], numbers, i * Block);
        }
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> message, Span<float> target)
    {
        ReadOnlySpan<float> scales = MemoryMarshal.Cast<byte, float>(message)[..Blocks(target.Length)];
        ReadOnlySpan<byte> numbers = message[(scales.Length * sizeof(float))..];
        for (int i = 0; i < target.Length; i++)
        {
            int number = bits == 8 ? (sbyte)numbers[i] : (sbyte)(numbers[i >> 1] << ((i & 1) == 0 ? 4 : 0)) >> 4;
            target[i] += number * scales[i / Block];
        }
    }

    private static int Blocks(int length) => (length + Block - 1) / Block;

    private static void Round(ReadOnlySpan<float> block, float scale, Span<int> rounded)
    {
        if (!float.IsFinite(scale) || scale == 0)
        {
            rounded.Clear();
            return;
        }

        int i = 0;
        for (; i + Vector512<float>.Count <= block.Length; i += Vector512<float>.Count)
        {
            Vector512<float> quotient = Vector512.Create(block[i..]) / Vector512.Create(scale);
            Vector512.ConvertToInt32(Vector512.Round(quotient)).CopyTo(rounded[i..]);
        }

        for (; i < block.Length; i++) rounded[i] = (int)MathF.Round(block[i] / scale);
    }

    private void Write(ReadOnlySpan<int> rounded, Span<byte> numbers, int first)
    {
        for (int i = 0; i < rounded.Length; i++)
        {
            // The largest magnitude of a very small block may round to more than there is room for.
            int number = Math.Clamp(rounded[i], -_levels, _levels), at = first + i;
            if (bits == 8) numbers[at] = (byte)number;
            else numbers[at >> 1] |= (byte)((number & 0xF) << ((at & 1) * 4));
        }
    }
}
