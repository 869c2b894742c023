namespace Cluster.Training.Data;

/// <summary>A forecast that needs no network.</summary>
/// <param name="Name">Its name in metrics, such as <c>last_value</c>.</param>
/// <param name="Forecasts">For each example as many numbers as it has values, not scaled.</param>
public sealed record Baseline(string Name, float[][] Forecasts);
