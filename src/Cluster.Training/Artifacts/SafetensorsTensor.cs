namespace Cluster.Training.Artifacts;

/// <summary>A tensor to write.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Shape">Sizes of the axes, outermost first.</param>
/// <param name="Values">The values, row by row; as many as the shape says.</param>
public sealed record SafetensorsTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
