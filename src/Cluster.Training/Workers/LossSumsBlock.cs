using System.Runtime.InteropServices;
using Cluster.Training.Replicas;

namespace Cluster.Training.Workers;

/// <summary>Loss sums as raw floats, to travel on the data plane beside the gradients.</summary>
internal static class LossSumsBlock
{
    /// <summary>Floats a shard takes: a double, two integers and a long one.</summary>
    public const int FloatsPerShard = 6;

    /// <summary>Writes sums into a block.</summary>
    public static void Write(ReadOnlySpan<LossSums> sums, Span<float> block)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(block.Slice(i * FloatsPerShard, FloatsPerShard));
            BitConverter.TryWriteBytes(bytes, sums[i].Loss);
            BitConverter.TryWriteBytes(bytes[8..], sums[i].Targets);
            BitConverter.TryWriteBytes(bytes[12..], sums[i].Correct);
            BitConverter.TryWriteBytes(bytes[16..], sums[i].Ledger);
        }
    }

    /// <summary>Reads sums from a block.</summary>
    public static void Read(ReadOnlySpan<float> block, Span<LossSums> sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(block.Slice(i * FloatsPerShard, FloatsPerShard));
            sums[i] = new LossSums(
                BitConverter.ToDouble(bytes), BitConverter.ToInt32(bytes[8..]), BitConverter.ToInt32(bytes[12..]), BitConverter.ToUInt64(bytes[16..]));
        }
    }
}
