using Cluster.Training.Compression;

namespace Cluster.Training.Tests.Compression;

public sealed class TopCodecTests
{
    [Fact]
    public void The_largest_magnitudes_are_sent_and_of_equal_ones_the_first()
    {
        float[] values = [1, -4, 2, 0.5f, 2, -2, 3, 0];
        Assert.Equal([0f, -4, 2, 0, 2, 0, 3, 0], Codecs.Through(new TopCodec(0.5f), values));
    }

    [Fact]
    public void Places_beyond_65536_are_found()
    {
        float[] values = new float[200_000];
        (values[3], values[70_000], values[199_999]) = (1, -2, 4);
        float[] read = Codecs.Through(new TopCodec(0.00002f), values);
        Assert.Equal((1f, -2f, 4f), (read[3], read[70_000], read[199_999]));
        Assert.Equal(3, read.Count(value => value != 0));
    }

    [Fact]
    public void Length_is_four_bytes_for_each_number_sent_and_a_count_for_each_65536() => Assert.Equal(1 + 2 + 1000, new TopCodec(0.01f).FloatsFor(100_000));

    [Fact]
    public void At_least_one_number_is_sent() => Assert.Equal([0f, 5, 0], Codecs.Through(new TopCodec(0.01f), [1, 5, -2]));

    [Fact]
    public void What_is_not_finite_does_not_become_finite() => Assert.False(float.IsFinite(Codecs.Through(new TopCodec(0.5f), [1, float.NaN])[1]));
}
