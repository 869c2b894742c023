using Cluster.Training.Specs;

namespace Cluster.Training.Layers;

/// <summary>The rule for every dropout rate.</summary>
internal static class LayerRate
{
    /// <summary>A violation if the rate is out of range. Written so that NaN is out of range as well.</summary>
    public static IEnumerable<Violation> Check(float rate, string field)
    {
        if (!(rate >= 0 && rate < 1)) yield return new Violation(field, "Must be at least 0 and under 1.");
    }
}
