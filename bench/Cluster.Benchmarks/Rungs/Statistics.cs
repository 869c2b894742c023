namespace Cluster.Benchmarks.Rungs;

/// <summary>What is said about several measurements.</summary>
internal static class Statistics
{
    /// <summary>The one in the middle; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
