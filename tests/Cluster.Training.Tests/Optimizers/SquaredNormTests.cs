using Cluster.Training.Optimizers;
using Cluster.Training.Randomness;

namespace Cluster.Training.Tests.Optimizers;

public sealed class SquaredNormTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(SquaredNorm.BlockLength)]
    [InlineData(SquaredNorm.BlockLength + 1)]
    [InlineData(3 * SquaredNorm.BlockLength + 77)]
    public void Sum_has_the_bits_of_the_documented_order(int length)
    {
        CounterRandom random = new(7);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float)random.NextNormal() * 1e-3f;

        double expected = values.Chunk(65536).Select(BlockInDocumentedOrder).Aggregate(0.0, (total, block) => total + block);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(SquaredNorm.Of(values)));
    }

    [Fact]
    public void Sum_of_known_values_is_right()
    {
        // 1^2 + 2^2 + ... + 100^2 = 100 * 101 * 201 / 6.
        float[] values = [.. Enumerable.Range(1, 100).Select(i => (float)i)];
        Assert.Equal(338350, SquaredNorm.Of(values));
    }

    private static double BlockInDocumentedOrder(float[] block)
    {
        double[] sums = new double[16];
        for (int i = 0; i < block.Length; i++) sums[i % 16] += (double)block[i] * block[i];
        return sums.Aggregate(0.0, (total, sum) => total + sum);
    }
}
