using Cluster.Training.Exchange;
using Cluster.Training.Folding;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Sync;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>One worker's try of one step, from its shards to the complete mean gradient. Changes no parameter.</summary>
internal sealed class StepExecution(
    string job,
    StepPlan plan,
    WorkerShare own,
    IUnitWork work,
    int lanes,
    int length,
    BlockBoard board,
    IPeerExchange exchange,
    VectorPool pool,
    TimeProvider time) : IStepExecution
{
    private readonly StepSums _sums = new(job, plan, own, board, exchange, pool);
    private readonly GradientFold _partials = new(plan.Shards);
    private readonly GradientFold _slice = new(plan.Shards);
    private FlatVector? _mean;
    private long _foldTicks;

    /// <summary>Lanes that compute at the same time; at least 1.</summary>
    public int Lanes { get; } = OwnUnits.LanesFor(own, lanes);

    /// <summary>Time spent in adding and dividing so far, summed over threads.</summary>
    public double FoldSeconds => time.GetElapsedTime(0, Interlocked.Read(ref _foldTicks)).TotalSeconds;

    /// <summary>Loss sums of all shards, once the mean gradient is complete.</summary>
    public IReadOnlyList<LossSums> Sums => _sums.Values;

    private IEnumerable<WorkerShare> Peers => plan.Shares.Where(share => share != own);

    /// <summary>Gradient sums of the worker's shards, on its lanes, folded into partial sums as they finish.</summary>
    public Task ComputeShards(CancellationToken cancel) => OwnUnits.ForEach(own, Lanes, shard => ComputeShard(shard, cancel));

    /// <inheritdoc/>
    public async Task<Memory<float>> Exchange(CancellationToken cancel)
    {
        PublishPartials();
        await FinishSlice(cancel);
        return await GatherMean(cancel);
    }

    /// <inheritdoc/>
    public void Commit()
    {
        // What was exchanged is forgotten: each step's gradients are sent as they are.
    }

    /// <summary>Puts up what the other workers need: partial sums and loss sums.</summary>
    private void PublishPartials()
    {
        if (plan.Shares.Count == 1) return;
        foreach ((FoldNode node, FlatVector vector) in _partials.Partials)
            board.Publish(plan.Attempt, BlockName.Partial(node), vector, length);
        _sums.Publish();
    }

    /// <summary>Pulls everyone's partial sums of the own slice, finishes the fold, divides once and puts the result up.</summary>
    private async Task FinishSlice(CancellationToken cancel)
    {
        if (plan.Shares.Count == 1)
        {
            _mean = _partials.TakeRoot();
            Divide(_mean, length);
            return;
        }

        foreach ((FoldNode node, FlatVector vector) in _partials.Partials)
        {
            FlatVector copy = pool.Rent();
            vector.GetSpan()[own.SliceStart..own.SliceEnd].CopyTo(copy.GetSpan());
            Add(_slice, node, copy, own.SliceLength);
            copy.Release();
        }

        await Pulls.All(
            stop => Peers.SelectMany(peer =>
                FoldTree.Cover(peer.FirstShard, peer.EndShard, plan.Shards).Select(node => PullPartial(peer, node, stop))),
            cancel);

        FlatVector slice = _slice.TakeRoot();
        Divide(slice, own.SliceLength);
        board.Publish(plan.Attempt, BlockName.Mean, slice, own.SliceLength);
        _mean = pool.Rent();
        slice.GetSpan()[..own.SliceLength].CopyTo(_mean.GetSpan()[own.SliceStart..]);
        slice.Release();
    }

    /// <summary>Pulls the other slices of the mean gradient and the other shards' loss sums.</summary>
    /// <returns>The complete mean gradient, valid until this object is disposed.</returns>
    private async Task<Memory<float>> GatherMean(CancellationToken cancel)
    {
        Memory<float> mean = _mean!.Memory[..length];
        await Pulls.All(
            stop => Peers.SelectMany(peer => new Task[]
            {
                exchange.Pull(peer.Endpoint, job, plan.Attempt, BlockName.Mean, 0, mean[peer.SliceStart..peer.SliceEnd], stop),
                _sums.Pull(peer, stop),
            }),
            cancel);
        return mean;
    }

    /// <summary>Lets go of all vectors; what peers still read stays until they are done.</summary>
    public void Dispose()
    {
        _partials.Discard();
        _slice.Discard();
        _mean?.Release();
    }

    private async Task ComputeShard(int shard, CancellationToken cancel)
    {
        FlatVector gradient = pool.Rent();
        try
        {
            LossSums sums = _sums.Values[shard] = await work.Compute(plan, shard, gradient, cancel);
            plan.Check?.Compare(shard, gradient.GetSpan()[..length], sums);
            Add(_partials, new FoldNode(0, shard), gradient, length);
        }
        finally
        {
            gradient.Release();
        }
    }

    private async Task PullPartial(WorkerShare peer, FoldNode node, CancellationToken cancel)
    {
        FlatVector part = pool.Rent();
        try
        {
            Memory<float> into = part.Memory[..own.SliceLength];
            await exchange.Pull(peer.Endpoint, job, plan.Attempt, BlockName.Partial(node), own.SliceStart, into, cancel);
            Add(_slice, node, part, own.SliceLength);
        }
        finally
        {
            part.Release();
        }
    }

    private void Add(GradientFold fold, FoldNode node, FlatVector vector, int length)
    {
        long begin = time.GetTimestamp();
        fold.Add(node, vector, length);
        Interlocked.Add(ref _foldTicks, time.GetTimestamp() - begin);
    }

    private void Divide(FlatVector sum, int length)
    {
        long begin = time.GetTimestamp();
        Arithmetic.Divide(sum.GetSpan()[..length], work.DivisorOf(plan));
        Interlocked.Add(ref _foldTicks, time.GetTimestamp() - begin);
    }
}
