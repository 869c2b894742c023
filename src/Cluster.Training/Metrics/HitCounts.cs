using System.Text.Json.Serialization;

namespace Cluster.Training.Metrics;

/// <summary>How often something was there, was predicted, and both. What would be 0 / 0 is 0, as scikit-learn's zero_division=0.</summary>
/// <param name="Hits">Predicted and right.</param>
/// <param name="Labelled">There.</param>
/// <param name="Predicted">Predicted.</param>
public readonly record struct HitCounts(long Hits, long Labelled, long Predicted)
{
    /// <summary>Share of the predictions that are right.</summary>
    [JsonIgnore]
    public double Precision => Ratio(Hits, Predicted);

    /// <summary>Share of what was there that was predicted.</summary>
    [JsonIgnore]
    public double Recall => Ratio(Hits, Labelled);

    /// <summary>Harmonic mean of both.</summary>
    [JsonIgnore]
    public double F1 => Ratio(2 * Hits, Labelled + Predicted);

    /// <summary>Adds two counts.</summary>
    /// <param name="other">Counts of the same thing elsewhere.</param>
    public HitCounts Add(HitCounts other) => new(Hits + other.Hits, Labelled + other.Labelled, Predicted + other.Predicted);

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
