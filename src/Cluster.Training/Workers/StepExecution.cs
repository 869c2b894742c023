using Cluster.Training.Folding;
using Cluster.Training.Replicas;
using Cluster.Training.Sync;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>One worker's try of one step, from its shards to the complete mean gradient. Changes no parameter.</summary>
internal sealed class StepExecution(StepContext step, IUnitWork work, int lanes) : IStepExecution
{
    private readonly StepSums _sums = new(step);
    private readonly GradientFold _partials = new(step.Plan.Shards);
    private IGradientExchange? _exchange;

    /// <summary>Lanes that compute at the same time; at least 1.</summary>
    public int Lanes { get; } = OwnUnits.LanesFor(step.Own, lanes);

    /// <summary>Time spent in adding and dividing so far, summed over threads.</summary>
    public double FoldSeconds => step.Clock.Seconds;

    /// <summary>Loss sums of all shards, once the mean gradient is complete.</summary>
    public IReadOnlyList<LossSums> Sums => _sums.Values;

    /// <summary>Gradient sums of the worker's shards, on its lanes, folded into partial sums as they finish.</summary>
    public Task ComputeShards()
    {
        // Who asks before there is anything gets it at once when it is there. Rounds take long: no connection is held so long.
        if (step.Plan.LocalRates.Count == 0) _exchange = Begin();
        return OwnUnits.ForEach(step.Own, Lanes, ComputeShard);
    }

    /// <inheritdoc/>
    public async Task<Memory<float>> Exchange()
    {
        _exchange ??= Begin();
        FlatVector mean = await _exchange.Finish(_partials.Partials);
        return mean.Memory[..step.Length];
    }

    /// <inheritdoc/>
    public void Commit()
    {
        // What was exchanged is forgotten: each step's gradients are sent as they are.
    }

    /// <summary>Lets go of all vectors; what peers still read stays until they are done.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_exchange is not null) await _exchange.DisposeAsync();
        _partials.Discard();
    }

    private IGradientExchange Begin()
    {
        IGradientExchange exchange = WholeExchange.Suits(step) ? new WholeExchange(step, _sums) : new SliceExchange(step, _sums);
        exchange.Begin();
        return exchange;
    }

    private async Task ComputeShard(int shard)
    {
        FlatVector gradient = step.Pool.Rent();
        try
        {
            LossSums sums = _sums.Values[shard] = await work.Compute(step.Plan, shard, gradient, step.Cancel);
            step.Plan.Check?.Compare(shard, gradient.GetSpan()[..step.Length], sums);
            step.Clock.Add(_partials, new FoldNode(0, shard), gradient, step.Length);
        }
        finally
        {
            gradient.Release();
        }
    }
}
