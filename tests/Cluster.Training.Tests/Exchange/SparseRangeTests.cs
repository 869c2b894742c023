using System.Runtime.InteropServices;
using Cluster.Training.Exchange;

namespace Cluster.Training.Tests.Exchange;

/// <summary>Zeros that do not travel.</summary>
public sealed class SparseRangeTests
{
    [Fact]
    public void Runs_of_zeros_are_left_out_and_come_back()
    {
        float[] values = new float[100];
        (values[33], values[99]) = (2, 3);
        uint[] map = new uint[SparseRange.MapLength(values.Length)];

        int kept = SparseRange.Mark(values, map);

        // Runs 1 (floats 32 to 63) and 3 (96 to 99).
        Assert.Equal([0b1010u], map);
        Assert.Equal(36, kept);
        Assert.Equal((32, 64), SparseRange.NextKept(map, 100, 0));
        Assert.Equal((96, 100), SparseRange.NextKept(map, 100, 64));
        Assert.Equal((64, 64), SparseRange.NextKept(map, 64, 64));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(31, 1)]
    [InlineData(32, 2)]
    [InlineData(33, 3)]
    [InlineData(1024, 4)]
    [InlineData(1025, 5)]
    [InlineData(5000, 6)]
    public void Whatever_is_kept_the_range_arrives_with_its_bits(int count, int seed)
    {
        var random = new Random(seed);
        for (int share = 0; share <= 10; share++)
        {
            uint[] bits = new uint[count];
            for (int start = 0; start < count; start += 16)
            {
                if (random.Next(10) >= share) continue;
                for (int i = start; i < Math.Min(count, start + 16); i++) bits[i] = random.Next(3) == 0 ? 0x80000000 : (uint)random.Next();
            }

            Assert.Equal(bits, MemoryMarshal.Cast<float, uint>(Travelled(MemoryMarshal.Cast<uint, float>(bits))).ToArray());
        }
    }

    [Fact]
    public void Negative_zeros_travel()
    {
        uint[] map = new uint[1];
        Assert.Equal(32, SparseRange.Mark([-0f, .. new float[31]], map));
        Assert.Equal(0, SparseRange.Mark(new float[32], map));
    }

    [Fact]
    public void A_map_that_does_not_fit_what_came_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => SparseRange.Expand([0b11u], new float[64], kept: 32));
        Assert.Throws<InvalidDataException>(() => SparseRange.Expand([uint.MaxValue], new float[64], kept: 64));
    }

    private static float[] Travelled(ReadOnlySpan<float> values)
    {
        uint[] map = new uint[SparseRange.MapLength(values.Length)];
        int kept = SparseRange.Mark(values, map);
        float[] arrived = new float[values.Length];
        Array.Fill(arrived, 7);
        Span<float> payload = arrived.AsSpan(values.Length - kept);
        for (int at = 0; at < values.Length;)
        {
            (int start, int end) = SparseRange.NextKept(map, values.Length, at);
            values[start..end].CopyTo(payload);
            payload = payload[(end - start)..];
            at = end;
        }

        SparseRange.Expand(map, arrived, kept);
        return arrived;
    }
}
