using Cluster.Training.Compression;

namespace Cluster.Training.Tests.Compression;

public sealed class HalfCodecTests
{
    [Fact]
    public void Eleven_bits_of_each_number_stay_however_large_or_small_it_is()
    {
        float[] values = new float[512];
        // Beyond the range of half floats on both sides: 65504 and 6e-8.
        (values[0], values[1], values[256], values[257]) = (1e30f, -3e29f, 1e-30f, 1.0009766e-30f);
        float[] read = Codecs.Through(new HalfCodec(), values);
        foreach (int i in new[] { 0, 1, 256, 257 }) Assert.InRange(read[i] / values[i], 1 - 1 / 2048f, 1 + 1 / 2048f);
        Assert.Equal(0, read[2]);
    }

    [Fact]
    public void Numbers_of_few_bits_are_exact() => Assert.Equal([1f, -0.5f, 1023, 0], Codecs.Through(new HalfCodec(), [1, -0.5f, 1023, 0]));

    [Fact]
    public void Length_is_two_bytes_a_number_and_one_scale_for_each_256() => Assert.Equal(2 + 151, new HalfCodec().FloatsFor(301));

    [Fact]
    public void What_is_not_finite_does_not_become_finite() => Assert.False(float.IsFinite(Codecs.Through(new HalfCodec(), [1, float.NaN])[1]));
}
