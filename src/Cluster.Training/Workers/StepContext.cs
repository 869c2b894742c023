using Cluster.Training.Exchange;
using Cluster.Training.Folding;
using Cluster.Training.Planning;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>What everything that works on one worker's try of a step has to know.</summary>
/// <param name="Job">The job.</param>
/// <param name="Plan">The step.</param>
/// <param name="Own">The worker's share.</param>
/// <param name="Length">Floats in a gradient.</param>
/// <param name="Divisor">What the complete sum is divided by.</param>
/// <param name="Board">Where the worker puts up blocks.</param>
/// <param name="Exchange">How it gets those of the others.</param>
/// <param name="Pool">Vectors for gradients.</param>
/// <param name="Clock">Counts the time spent in adding and dividing.</param>
/// <param name="Cancel">Gives the try up.</param>
internal sealed record StepContext(
    string Job,
    StepPlan Plan,
    WorkerShare Own,
    int Length,
    float Divisor,
    BlockBoard Board,
    IPeerExchange Exchange,
    VectorPool Pool,
    FoldClock Clock,
    CancellationToken Cancel)
{
    /// <summary>The other workers' shares.</summary>
    public IEnumerable<WorkerShare> Peers => Plan.Shares.Where(share => share != Own);

    /// <summary>Puts up a block of the step.</summary>
    public void Publish(string name, FlatVector vector, int length) => Board.Publish(Plan.Attempt, name, vector, length);

    /// <summary>Pulls a range of a block of the step.</summary>
    public Task<long> Pull(WorkerShare peer, string name, int offset, Memory<float> into, CancellationToken cancel) =>
        Exchange.Pull(peer.Endpoint, Job, Plan.Attempt, name, offset, into, cancel);

    /// <summary>Partial sums that a worker puts up.</summary>
    public IReadOnlyList<FoldNode> PartialsOf(WorkerShare share) => FoldTree.Cover(share.FirstShard, share.EndShard, Plan.Shards);
}
