namespace Cluster.Training.Data.Series;

/// <summary>A table of numbers in order of time.</summary>
/// <param name="Columns">Column names.</param>
/// <param name="Rows">The rows, a number for each column.</param>
public sealed record TimeSeries(IReadOnlyList<string> Columns, double[][] Rows);
