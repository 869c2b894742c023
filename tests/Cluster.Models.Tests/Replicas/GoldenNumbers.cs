namespace Cluster.Models.Tests.Replicas;

/// <summary>Compares with numbers that PyTorch gave.</summary>
internal static class GoldenNumbers
{
    /// <summary>Largest difference, relative to the largest number.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>Fails unless all numbers are near to the expected ones.</summary>
    public static void AssertNear(string name, float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Max(Math.Abs);
        Assert.True(scale > 1e-3, $"{name} says too little");
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * scale, $"{name}[{i}]: {actual[i]}, not {expected[i]}");
    }
}
