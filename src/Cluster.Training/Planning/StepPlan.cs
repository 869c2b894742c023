using System.Text.Json.Serialization;

namespace Cluster.Training.Planning;

/// <summary>Who does what in one try of a step, or of a few that follow each other: the workers need nobody between them.</summary>
/// <param name="Step">Version the parameters have before the first step; 0 at the beginning.</param>
/// <param name="Attempt">Fences this try of all its steps; greater than that of every try before.</param>
/// <param name="Shards">S.</param>
/// <param name="LearningRate">Step size of the first step.</param>
/// <param name="Shares">One for each worker; together all shards and the whole vector.</param>
public sealed record StepPlan(long Step, long Attempt, int Shards, float LearningRate, IReadOnlyList<WorkerShare> Shares)
{
    /// <summary>Step sizes of the steps after the first; empty for a plan of one step.</summary>
    public IReadOnlyList<float> FollowingRates { get; init; } = [];

    /// <summary>In a round of local steps, the first of them; then <see cref="LearningRate"/> is the outer step size, and shards are local replicas.</summary>
    public long FirstLocalStep { get; init; }

    /// <summary>Step sizes of a round's local steps; empty where gradients are averaged in every step.</summary>
    public IReadOnlyList<float> LocalRates { get; init; } = [];

    /// <summary>A shard of the first step that was computed elsewhere before; whoever computes it now compares. Null in most steps.</summary>
    public ShardCheck? Check { get; init; }

    /// <summary>Number of steps; at least 1.</summary>
    [JsonIgnore]
    public int Steps => 1 + FollowingRates.Count;

    /// <summary>The plan of one of the steps.</summary>
    /// <param name="number">Which one, from 0.</param>
    public StepPlan At(int number) => number == 0
        ? this with { FollowingRates = [] }
        : this with { Step = Step + number, LearningRate = FollowingRates[number - 1], FollowingRates = [], Check = null };
}
