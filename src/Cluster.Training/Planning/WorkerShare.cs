namespace Cluster.Training.Planning;

/// <summary>One worker's part of a step.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Endpoint">Base address of its data plane.</param>
/// <param name="FirstShard">First shard it computes.</param>
/// <param name="EndShard">One past the last; equal to the first if there are more workers than shards.</param>
/// <param name="SliceStart">First float of the slice it finishes.</param>
/// <param name="SliceEnd">One past the last.</param>
public sealed record WorkerShare(string Worker, string Endpoint, int FirstShard, int EndShard, int SliceStart, int SliceEnd)
{
    /// <summary>Floats in the slice.</summary>
    public int SliceLength => SliceEnd - SliceStart;
}
