namespace Cluster.Training.Workers;

/// <summary>Two computations of one shard gave different numbers. Nothing was changed by the step.</summary>
/// <param name="worker">Who computed it in the step; null where the worker itself tells.</param>
/// <param name="digest">What it computed.</param>
internal sealed class ShardDisputedException(string? worker, string digest) : Exception(digest)
{
    /// <summary>Who computed it in the step; null where the worker itself tells.</summary>
    public string? Worker { get; } = worker;

    /// <summary>SHA-256 of what it computed.</summary>
    public string Digest { get; } = digest;
}
