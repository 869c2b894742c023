using Cluster.Training.Replicas;
using Cluster.Training.Workers;

namespace Cluster.Training.Planning;

/// <summary>What a shard must come to, because another worker computed it before.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Digest">SHA-256 of its gradient sums and loss sums in lower-case hex.</param>
/// <param name="Worker">Name of the worker that computed it.</param>
public sealed record ShardCheck(int Shard, string Digest, string Worker)
{
    /// <summary>Compares what a shard came to, if it is this one.</summary>
    internal void Compare(int shard, ReadOnlySpan<float> gradient, LossSums sums)
    {
        if (shard != Shard) return;
        string digest = ResultDigest.Of(gradient, sums);
        if (digest != Digest) throw new ShardDisputedException(null, digest);
    }
}
