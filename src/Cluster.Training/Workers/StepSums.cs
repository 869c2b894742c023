using Cluster.Training.Exchange;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>The loss sums of a step's units: own ones are put up, those of the other workers pulled.</summary>
internal sealed class StepSums(string job, StepPlan plan, WorkerShare own, BlockBoard board, IPeerExchange exchange, VectorPool pool)
{
    /// <summary>By unit; those of others are there once they were pulled.</summary>
    public LossSums[] Values { get; } = new LossSums[plan.Shards];

    /// <summary>Puts up those of the own units.</summary>
    public void Publish()
    {
        int units = own.EndShard - own.FirstShard;
        FlatVector block = pool.Rent();
        LossSumsBlock.Write(Values.AsSpan(own.FirstShard, units), block.GetSpan());
        board.Publish(plan.Attempt, BlockName.Sums, block, units * LossSumsBlock.FloatsPerShard);
        block.Release();
    }

    /// <summary>Pulls those of another worker.</summary>
    public async Task Pull(WorkerShare peer, CancellationToken cancel)
    {
        int units = peer.EndShard - peer.FirstShard;
        float[] block = new float[units * LossSumsBlock.FloatsPerShard];
        await exchange.Pull(peer.Endpoint, job, plan.Attempt, BlockName.Sums, 0, block, cancel);
        LossSumsBlock.Read(block, Values.AsSpan(peer.FirstShard, units));
    }
}
