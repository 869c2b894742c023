namespace Cluster.Training.Planning;

/// <summary>Who does what in one try of a step.</summary>
/// <param name="Step">Version the parameters have before the step; 0 for the first.</param>
/// <param name="Attempt">Fences this try; greater than that of every try before.</param>
/// <param name="Shards">S.</param>
/// <param name="LearningRate">Step size.</param>
/// <param name="Shares">One for each worker; together all shards and the whole vector.</param>
public sealed record StepPlan(long Step, long Attempt, int Shards, float LearningRate, IReadOnlyList<WorkerShare> Shares)
{
    /// <summary>In a round of local steps, the first of them; then <see cref="LearningRate"/> is the outer step size, and shards are local replicas.</summary>
    public long FirstLocalStep { get; init; }

    /// <summary>Step sizes of a round's local steps; empty where gradients are averaged in every step.</summary>
    public IReadOnlyList<float> LocalRates { get; init; } = [];

    /// <summary>A shard that was computed elsewhere before; whoever computes it now compares. Null in most steps.</summary>
    public ShardCheck? Check { get; init; }
}
