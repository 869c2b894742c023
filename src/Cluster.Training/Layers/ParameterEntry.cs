namespace Cluster.Training.Layers;

/// <summary>A parameter and its place.</summary>
/// <param name="Shape">The parameter.</param>
/// <param name="Offset">Index of its first value in the flat vector.</param>
public readonly record struct ParameterEntry(ParameterShape Shape, int Offset);
