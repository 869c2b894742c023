using Cluster.Training.Data;
using Cluster.Training.Folding;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Vectors;

namespace Cluster.Training.Sync;

/// <summary>Gradient sums of a unit's shards, folded.</summary>
internal sealed class GradientWork(IReplica replica, ShardSampler sampler, VectorPool pool, int shardsPerUnit) : IUnitWork
{
    private readonly int _length = replica.Layout.Length;

    /// <inheritdoc/>
    public float DivisorOf(StepPlan plan) => sampler.TargetsIn(plan.Step);

    /// <inheritdoc/>
    public Task<LossSums> Compute(StepPlan plan, int unit, FlatVector into, CancellationToken cancel) => Compute(replica, plan.Step, unit, into, cancel);

    /// <summary>Computes a unit's gradient sums with the parameters of some replica.</summary>
    public async Task<LossSums> Compute(IReplica with, long step, int unit, FlatVector into, CancellationToken cancel)
    {
        int first = unit * shardsPerUnit;
        if (shardsPerUnit == 1) return await ComputeShard(with, step, first, into, cancel);
        var fold = new GradientFold(shardsPerUnit);
        var sums = new LossSums[shardsPerUnit];
        int next = -1;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(with.Lanes, shardsPerUnit)).Select(_ => RunLane()));
            FlatVector root = fold.TakeRoot();
            root.GetSpan()[.._length].CopyTo(into.GetSpan());
            root.Release();
            return LossSums.Fold(sums);
        }
        finally
        {
            fold.Discard();
        }

        async Task RunLane()
        {
            for (int shard = Interlocked.Increment(ref next); shard < shardsPerUnit; shard = Interlocked.Increment(ref next))
            {
                FlatVector gradient = pool.Rent();
                try
                {
                    sums[shard] = await ComputeShard(with, step, first + shard, gradient, cancel);
                    fold.Add(new FoldNode(0, shard), gradient, _length);
                }
                finally
                {
                    gradient.Release();
                }
            }
        }
    }

    private async Task<LossSums> ComputeShard(IReplica with, long step, int shard, FlatVector into, CancellationToken cancel)
    {
        if (sampler.Batch(step, shard) is { } batch)
            return await with.ComputeGradient(batch, into.Memory[.._length], cancel) with { Ledger = batch.Ledger };
        into.GetSpan().Clear();
        return default;
    }
}
