namespace Cluster.Training.Planning;

/// <summary>How fast a worker computes.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="Lanes">Shards it computes at the same time; at least 1.</param>
/// <param name="ShardSeconds">Seconds a lane needs for a shard; null as long as it was not measured.</param>
public sealed record WorkerPace(string Worker, int Lanes, double? ShardSeconds)
{
    /// <summary>Seconds it needs for so many shards, if a lane needs this long for one.</summary>
    /// <param name="shards">Shards it computes.</param>
    /// <param name="shardSeconds">Seconds a lane needs for a shard.</param>
    public double SecondsFor(int shards, double shardSeconds) => (shards + Lanes - 1) / Lanes * shardSeconds;
}
