namespace Cluster.Training.Planning;

/// <summary>How many shards each worker computes.</summary>
/// <param name="Counts">One for each worker, in their order; together S.</param>
/// <param name="Seconds">Seconds until the last worker has computed its shards; 0 while nothing was measured.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record ShardDivision(IReadOnlyList<int> Counts, double Seconds, string Reason);
