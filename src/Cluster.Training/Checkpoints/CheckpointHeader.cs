namespace Cluster.Training.Checkpoints;

/// <summary>What a checkpoint file says of itself.</summary>
/// <param name="Job">The job.</param>
/// <param name="Step">Steps done.</param>
/// <param name="NumericClass">What bits may depend on.</param>
public sealed record CheckpointHeader(string Job, long Step, string NumericClass);
