using System.Collections.Concurrent;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Vectors;

namespace Cluster.Training.Sync;

/// <summary>How far a local replica gets from the shared parameters in a round: start - end.</summary>
/// <param name="start">The replica whose parameters are the shared ones; they do not change while this works.</param>
/// <param name="gradients">Gradients of a local replica's shards.</param>
/// <param name="pool">Vectors for gradients.</param>
/// <param name="replicas">R.</param>
/// <param name="create">Builds a local replica; there are as many as this worker computes at a time.</param>
internal sealed class LocalStepWork(IReplica start, GradientWork gradients, VectorPool pool, int replicas, Func<LocalReplica> create) : IUnitWork, IDisposable
{
    private readonly ConcurrentBag<LocalReplica> _free = [];

    /// <inheritdoc/>
    public float DivisorOf(StepPlan plan) => replicas;

    /// <inheritdoc/>
    public async Task<LossSums> Compute(StepPlan plan, int unit, FlatVector into, CancellationToken cancel)
    {
        LocalReplica local = _free.TryTake(out LocalReplica? known) ? known : create();
        FlatVector gradient = pool.Rent();
        try
        {
            local.Begin(start.Parameters.Span);
            LossSums sums = default;
            for (int i = 0; i < plan.LocalRates.Count; i++)
            {
                LossSums step = await gradients.Compute(local.Replica, plan.FirstLocalStep + i, unit, gradient, cancel);
                sums += step;
                // A small last step may leave nothing for this replica.
                if (step.Targets > 0) local.Step(gradient.GetSpan(), step.Targets, plan.LocalRates[i]);
            }

            local.WriteDelta(start.Parameters.Span, into.GetSpan());
            return sums;
        }
        finally
        {
            gradient.Release();
            _free.Add(local);
        }
    }

    /// <summary>Frees the local replicas; none may be at work.</summary>
    public void Dispose()
    {
        while (_free.TryTake(out LocalReplica? local)) local.Dispose();
    }
}
