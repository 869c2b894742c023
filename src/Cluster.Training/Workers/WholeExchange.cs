using Cluster.Training.Exchange;
using Cluster.Training.Folding;
using Cluster.Training.Planning;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>
/// One hop: each of two workers pulls the other's partial sum as a whole, with the loss sums behind it, and adds it to its own. They move as much as with
/// slices, by one pull instead of three. A worker alone pulls nothing.
/// </summary>
internal sealed class WholeExchange(StepContext step, StepSums sums) : IGradientExchange
{
    private readonly WorkerShare? _peer = step.Peers.FirstOrDefault();
    private readonly Pulls _pulls = new(step.Cancel);
    private FlatVector? _mean;

    /// <summary>Whether a step is made so: by one worker, or by two that have one partial sum each.</summary>
    public static bool Suits(StepContext step) =>
        step.Plan.Shares.Count == 1 || (step.Plan.Shares.Count == 2 && step.Plan.Shares.All(share => step.PartialsOf(share).Count == 1));

    /// <inheritdoc/>
    public void Begin()
    {
        if (_peer is null) return;
        _mean = step.Pool.Rent();
        Memory<float> into = _mean.Memory[..(step.Length + StepSums.LengthFor(_peer))];
        string name = BlockName.Partial(step.Plan.Step, step.PartialsOf(_peer)[0]);
        _pulls.Add(stop => step.Pull(_peer, name, 0, into, stop));
    }

    /// <inheritdoc/>
    public async Task<FlatVector> Finish(IReadOnlyDictionary<FoldNode, FlatVector> partials)
    {
        (FoldNode node, FlatVector own) = partials.Single();
        if (_peer is null)
        {
            _mean = own.Hold();
            step.Clock.Divide(_mean, step.Length, step.Divisor);
            return _mean;
        }

        sums.Write(own.GetSpan()[step.Length..]);
        step.Publish(BlockName.Partial(step.Plan.Step, node), own, step.Length + StepSums.LengthFor(step.Own));
        await _pulls.All();
        sums.Read(_peer, _mean!.GetSpan()[step.Length..]);
        // The root's two halves: one addition, and which of them comes first makes no difference to it.
        step.Clock.AddAndDivide(_mean, own, step.Length, step.Divisor);
        return _mean;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _pulls.DisposeAsync();
        _mean?.Release();
    }
}
