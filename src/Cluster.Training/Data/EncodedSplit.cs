namespace Cluster.Training.Data;

/// <summary>The examples of one split, in the dataset's order.</summary>
/// <param name="Shape">What the examples look like.</param>
/// <param name="Examples">The examples.</param>
public sealed record EncodedSplit(DataShape Shape, EncodedExample[] Examples)
{
    /// <summary>Number of examples.</summary>
    public int Count => Examples.Length;

    /// <summary>Simple forecasts of the same targets, to compare with; empty where there are none.</summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];

    /// <summary>
    /// For each example and target step the classes that a grammar allows, bit c for class c; null where all are.
    /// At most 64 classes.
    /// </summary>
    public ulong[][]? AllowedClasses { get; init; }

    /// <summary>Returns some of the examples with what belongs to them.</summary>
    /// <param name="members">Indexes of the examples.</param>
    public EncodedSplit Select(int[] members) => new(Shape, Array.ConvertAll(members, member => Examples[member]))
    {
        Baselines = [.. Baselines.Select(baseline => baseline with { Forecasts = Array.ConvertAll(members, member => baseline.Forecasts[member]) })],
        AllowedClasses = AllowedClasses is { } allowed ? Array.ConvertAll(members, member => allowed[member]) : null,
    };
}
