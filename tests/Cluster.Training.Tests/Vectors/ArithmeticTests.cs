using System.Runtime.InteropServices;
using Cluster.Training.Vectors;

namespace Cluster.Training.Tests.Vectors;

public sealed class ArithmeticTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1003)]
    public void Adding_and_dividing_in_one_pass_has_the_bits_of_two_passes(int length)
    {
        var random = new Random(5);
        float[] one = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)], other = [.. one.Select(_ => random.NextSingle() * 1e-3f)];
        float[] twice = [.. one];
        Arithmetic.Add(twice, other);
        Arithmetic.Divide(twice, 37);

        Arithmetic.AddAndDivide(one, other, 37);

        Assert.Equal(MemoryMarshal.AsBytes<float>(twice).ToArray(), MemoryMarshal.AsBytes<float>(one).ToArray());
    }
}
