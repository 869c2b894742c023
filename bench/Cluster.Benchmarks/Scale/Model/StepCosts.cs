namespace Cluster.Benchmarks.Scale.Model;

/// <summary>What a step costs a worker, by measurement.</summary>
/// <param name="ShardSeconds">Forward and backward pass of a shard.</param>
/// <param name="FoldBytesPerSecond">Bytes of a vector that are added or divided in a second.</param>
/// <param name="UpdateSeconds">Norm and optimizer, over the whole vector.</param>
/// <param name="ControlSeconds">All else of a plan of one worker: calls, reports, log.</param>
/// <param name="FanOutSeconds">What each further worker adds to that.</param>
/// <param name="HopSeconds">A hop without bytes and pulls: until all have noticed that the others are done.</param>
/// <param name="PullSeconds">Processor time of a pull, on either side, without its bytes.</param>
/// <param name="HostBytesPerSecond">Bytes that a worker's processor can take in and give out in a second, together.</param>
/// <param name="TextBytesPerSecond">Bytes of plans and reports that the coordinator can write or read in a second.</param>
internal sealed record StepCosts(
    double ShardSeconds,
    double FoldBytesPerSecond,
    double UpdateSeconds,
    double ControlSeconds,
    double FanOutSeconds,
    double HopSeconds,
    double PullSeconds,
    double HostBytesPerSecond,
    double TextBytesPerSecond)
{
    /// <summary>
    /// The same where several workers share a core: whatever a worker does with the processor takes longer by that. Control and
    /// the waiting in hops do not.
    /// </summary>
    /// <param name="workersOnCore">Workers on each core; less than 1 counts as 1.</param>
    public StepCosts Shared(double workersOnCore)
    {
        double times = Math.Max(1, workersOnCore);
        return this with
        {
            ShardSeconds = ShardSeconds * times,
            FoldBytesPerSecond = FoldBytesPerSecond / times,
            UpdateSeconds = UpdateSeconds * times,
            PullSeconds = PullSeconds * times,
            HostBytesPerSecond = HostBytesPerSecond / times,
        };
    }
}
