using Cluster.Training.Compression;

namespace Cluster.Training.Tests.Compression;

public sealed class IntegerCodecTests
{
    [Fact]
    public void Four_bits_hold_sevenths_of_the_largest_and_round_halves_to_even()
    {
        // The scale is 14 / 7 = 2: quotients 7, 0.5, 1.5, -2.5, -7, 0.
        float[] values = [14, 1, 3, -5, -14, 0];
        Assert.Equal([14f, 0, 4, -4, -14, 0], Codecs.Through(new IntegerCodec(bits: 4), values));
    }

    [Fact]
    public void A_message_of_four_bits_is_scales_and_then_two_numbers_a_byte()
    {
        var codec = new IntegerCodec(bits: 4);
        byte[] message = new byte[codec.FloatsFor(3) * sizeof(float)];
        codec.Encode([7, -1, 2], message);
        // 1f, then 7 low and -1 (F) high, then 2.
        Assert.Equal([0, 0, 0x80, 0x3F, 0xF7, 0x02, 0, 0], message);
    }

    [Fact]
    public void Eight_bits_hold_hundred_and_twenty_sevenths() =>
        Assert.Equal([127f, -3, 0, 2], Codecs.Through(new IntegerCodec(bits: 8), [127, -3.2f, 0.4f, 1.5f]));

    [Theory]
    [InlineData(8, 1000, 4 + 250)]
    [InlineData(4, 1000, 4 + 125)]
    [InlineData(4, 257, 2 + 33)]
    public void Length_is_one_scale_for_each_256_and_the_bits(int bits, int length, int floats) => Assert.Equal(floats, new IntegerCodec(bits).FloatsFor(length));

    [Fact]
    public void Each_block_has_its_own_scale()
    {
        float[] values = new float[300];
        (values[0], values[299]) = (7000, 0.007f);
        float[] read = Codecs.Through(new IntegerCodec(bits: 4), values);
        Assert.Equal((7000f, 0.007f), (read[0], read[299]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_does_not_become_finite(float value) =>
        Assert.False(float.IsFinite(Codecs.Through(new IntegerCodec(bits: 4), [1, value])[1]));
}
