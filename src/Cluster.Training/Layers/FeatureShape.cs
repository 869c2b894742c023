namespace Cluster.Training.Layers;

/// <summary>Shape of what flows between two layers, without the batch.</summary>
/// <param name="IsSequence">Whether there is a time axis: <c>[B, T, Size]</c> or <c>[B, Size]</c>.</param>
/// <param name="Size">Features; 0 for token ids, <c>[B, T]</c>.</param>
public readonly record struct FeatureShape(bool IsSequence, int Size);
