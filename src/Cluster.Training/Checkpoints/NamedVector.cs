namespace Cluster.Training.Checkpoints;

/// <summary>A flat vector and its name: <c>parameters</c>, or one of the optimizer's state names.</summary>
/// <param name="Name">Unique in a checkpoint.</param>
/// <param name="Values">The vector.</param>
public sealed record NamedVector(string Name, Memory<float> Values);
