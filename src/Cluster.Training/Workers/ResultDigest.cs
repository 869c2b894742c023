using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cluster.Training.Replicas;

namespace Cluster.Training.Workers;

/// <summary>SHA-256 of numbers that must be equal on all workers, bit for bit.</summary>
internal static class ResultDigest
{
    /// <summary>Digest of a worker's version, parameters and optimizer state.</summary>
    public static string Of(ReplicaState state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(state.Version));
        foreach (Memory<float> vector in state.Vectors.Select(vector => vector.Values)) hash.AppendData(MemoryMarshal.AsBytes(vector.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Digest of a shard's gradient sums and loss sums.</summary>
    public static string Of(ReadOnlySpan<float> gradient, LossSums sums)
    {
        Span<float> block = stackalloc float[LossSumsBlock.FloatsPerShard];
        LossSumsBlock.Write([sums], block);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(gradient));
        hash.AppendData(MemoryMarshal.AsBytes(block));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
