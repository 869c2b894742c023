using Cluster.Training.Specs;

namespace Cluster.Training.Layers;

/// <summary>The rule for every size that a user gives a layer.</summary>
internal static class LayerSize
{
    /// <summary>Keeps a row of a weight matrix, 8 times this, far below 2^31 values.</summary>
    private const int Max = 65536;

    /// <summary>A violation if the size is out of range.</summary>
    public static IEnumerable<Violation> Check(int size, string field)
    {
        if (size is < 1 or > Max) yield return new Violation(field, $"Is {size}, but must be 1 to {Max}.");
    }
}
