using Cluster.Training.Exchange;
using Cluster.Training.Folding;
using Cluster.Training.Planning;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>
/// One hop: every worker pulls the other worker's partial sum as a whole, and finishes the fold by itself. Two workers move as much as with slices, in
/// half the round trips. A worker alone pulls nothing.
/// </summary>
internal sealed class WholeExchange(StepContext step) : IGradientExchange
{
    private readonly GradientFold _fold = new(step.Plan.Shards);
    private readonly Pulls _partials = new(step.Cancel);
    private readonly List<(FoldNode Node, FlatVector Vector)> _pulled = [];
    private FlatVector? _mean;

    /// <summary>Whether a step is made so: between two workers that have one partial sum each, or one of them none.</summary>
    public static bool Suits(StepContext step) =>
        step.Plan.Shares.Count <= 2 && step.Plan.Shares.All(share => step.PartialsOf(share).Count <= 1);

    /// <inheritdoc/>
    public void Begin()
    {
        foreach (WorkerShare peer in step.Peers)
        {
            foreach (FoldNode node in step.PartialsOf(peer))
            {
                FlatVector part = step.Pool.Rent();
                _pulled.Add((node, part));
                _partials.Add(stop => step.Pull(peer, BlockName.Partial(step.Plan.Step, node), 0, part.Memory[..step.Length], stop));
            }
        }
    }

    /// <inheritdoc/>
    public async Task<FlatVector> Finish(IReadOnlyDictionary<FoldNode, FlatVector> partials)
    {
        // The own ones first: what is added last receives the sum, and the own ones are being read by the other worker.
        foreach ((FoldNode node, FlatVector vector) in partials) step.Clock.Add(_fold, node, vector, step.Length);
        await _partials.All();
        foreach ((FoldNode node, FlatVector vector) in _pulled) step.Clock.Add(_fold, node, vector, step.Length);
        FlatVector root = _fold.TakeRoot();
        if (_pulled.Count == 0 && step.Plan.Shares.Count > 1) root = CopyOf(root);
        _mean = root;
        step.Clock.Divide(_mean, step.Length, step.Divisor);
        return _mean;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _partials.DisposeAsync();
        _fold.Discard();
        foreach ((_, FlatVector vector) in _pulled) vector.Release();
        _mean?.Release();
    }

    private FlatVector CopyOf(FlatVector published)
    {
        FlatVector copy = step.Pool.Rent();
        published.GetSpan()[..step.Length].CopyTo(copy.GetSpan());
        published.Release();
        return copy;
    }
}
