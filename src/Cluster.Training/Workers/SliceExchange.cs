using Cluster.Training.Exchange;
using Cluster.Training.Folding;
using Cluster.Training.Planning;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>
/// Two hops: each worker pulls everyone's partial sums of its own slice and finishes the fold there, then everyone pulls everyone's finished
/// slice. Each worker moves 2(N-1)/N of the vector.
/// </summary>
internal sealed class SliceExchange(StepContext step, StepSums sums) : IGradientExchange
{
    private readonly GradientFold _slice = new(step.Plan.Shards);
    private readonly FlatVector _mean = step.Pool.Rent();
    private readonly Pulls _partials = new(step.Cancel);
    private readonly Pulls _rest = new(step.Cancel);

    /// <inheritdoc/>
    public void Begin()
    {
        foreach (WorkerShare peer in step.Peers)
        {
            foreach (FoldNode node in step.PartialsOf(peer)) _partials.Add(stop => PullPartial(peer, node, stop));
            _rest.Add(stop => step.Pull(peer, BlockName.Mean(step.Plan.Step), 0, _mean.Memory[peer.SliceStart..peer.SliceEnd], stop));
            _rest.Add(stop => sums.Pull(peer, stop));
        }
    }

    /// <inheritdoc/>
    public async Task<FlatVector> Finish(IReadOnlyDictionary<FoldNode, FlatVector> partials)
    {
        WorkerShare own = step.Own;
        foreach ((FoldNode node, FlatVector vector) in partials) step.Publish(BlockName.Partial(step.Plan.Step, node), vector, step.Length);
        sums.Publish();
        foreach ((FoldNode node, FlatVector vector) in partials)
        {
            FlatVector copy = step.Pool.Rent();
            vector.GetSpan()[own.SliceStart..own.SliceEnd].CopyTo(copy.GetSpan());
            step.Clock.Add(_slice, node, copy, own.SliceLength);
            copy.Release();
        }

        await _partials.All();
        FlatVector slice = _slice.TakeRoot();
        step.Clock.Divide(slice, own.SliceLength, step.Divisor);
        step.Publish(BlockName.Mean(step.Plan.Step), slice, own.SliceLength);
        slice.GetSpan()[..own.SliceLength].CopyTo(_mean.GetSpan()[own.SliceStart..]);
        slice.Release();
        await _rest.All();
        return _mean;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _partials.DisposeAsync();
        await _rest.DisposeAsync();
        _slice.Discard();
        _mean.Release();
    }

    private async Task PullPartial(WorkerShare peer, FoldNode node, CancellationToken cancel)
    {
        FlatVector part = step.Pool.Rent();
        try
        {
            Memory<float> into = part.Memory[..step.Own.SliceLength];
            await step.Pull(peer, BlockName.Partial(step.Plan.Step, node), step.Own.SliceStart, into, cancel);
            step.Clock.Add(_slice, node, part, step.Own.SliceLength);
        }
        finally
        {
            part.Release();
        }
    }
}
