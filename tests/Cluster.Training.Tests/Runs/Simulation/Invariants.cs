using Cluster.Training.Data;
using Cluster.Training.Planning;
using Cluster.Training.Sync;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>What must hold in a disturbed cluster after everything that happens: it does what an undisturbed one does.</summary>
internal sealed class Invariants(SimulatedCluster cluster, Reference reference)
{
    private readonly Dictionary<SimulatedSilo, float[]> _seen = [];
    private int _logged, _steps, _epochs;

    /// <summary>Checks what changed since the last time.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Broken()
    {
        foreach (SimulatedCoordinator coordinator in cluster.Coordinators)
        {
            if (coordinator.Failure is { } failure) return $"the job failed: {failure}";
            if (coordinator.Model is { } model && model.WeightsSha256 != reference.WeightsSha256) return "the final weights differ";
        }

        foreach (SimulatedSilo silo in cluster.Network.Silos)
        {
            if (silo.Replica is not null && !silo.Process.IsDead && StateBroken(silo) is { } broken) return broken;
        }

        for (; _logged < cluster.Log.Events.Count; _logged++)
        {
            if (EventBroken(cluster.Log.Events[_logged]) is { } broken) return broken;
        }

        return null;
    }

    /// <summary>Counts every example of every committed step.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? LedgerBroken()
    {
        var sampler = new ShardSampler(reference.Data, cluster.Spec.Training);
        SyncSettings sync = SyncSettings.Of(cluster.Spec.Training);
        var rounds = new Rounds(cluster.Spec.Training, sampler.StepsPerEpoch);
        var used = new Dictionary<(int Epoch, int Example), int>();
        if (_steps != reference.Steps.Count) return $"{_steps} of {reference.Steps.Count} steps were committed";
        for (long version = 1; version <= _steps; version++)
        {
            IReadOnlyList<StepPlan> plans = cluster.Plans.Of(version);
            if (plans.Count == 0) return $"nobody completed step {version}";
            foreach (StepPlan plan in plans)
            {
                if (!ShardsOf(plan).SequenceEqual(Enumerable.Range(0, sync.Units))) return $"step {version} folded shards {string.Join(", ", ShardsOf(plan))}";
            }

            for (long step = rounds.FirstStep(version - 1); step < rounds.EndStep(version - 1); step++)
            {
                IEnumerable<int> shards = ShardsOf(plans[0]).SelectMany(unit => Enumerable.Range(unit * sync.ShardsPerUnit, sync.ShardsPerUnit));
                foreach (int example in shards.SelectMany(shard => sampler.Examples(step, shard)))
                {
                    (int, int) key = (sampler.EpochOf(step), example);
                    used[key] = used.GetValueOrDefault(key) + 1;
                }
            }
        }

        int expected = reference.Data.Count * cluster.Spec.Training.Epochs;
        return used.Count == expected && used.Values.All(times => times == 1) ? null : "an example was not used exactly once in an epoch";
    }

    private static IEnumerable<int> ShardsOf(StepPlan plan) =>
        plan.Shares.SelectMany(share => Enumerable.Range(share.FirstShard, share.EndShard - share.FirstShard));

    private string? StateBroken(SimulatedSilo silo)
    {
        ReadOnlySpan<float> parameters = silo.Replica!.Parameters.Span;
        if (_seen.TryGetValue(silo, out float[]? seen) && parameters.SequenceEqual(seen)) return null;
        long version = reference.VersionOf(Reference.HashOf(parameters)) ?? 0;
        if (StateObserver.StateOf(silo.Worker!, version) is not { } state) return null;
        if (!state.SequenceEqual(reference.StateAt(version))) return $"{silo.Name} holds a state that an undisturbed run never had (like version {version})";
        _seen[silo] = parameters.ToArray();
        return null;
    }

    private string? EventBroken(JobEvent happened)
    {
        if (happened.StepCompleted is { } step)
        {
            StepCompleted expected = reference.Steps[_steps++].Clone();
            (expected.Seconds, expected.Phases, expected.Workers, expected.BytesReceived) = (step.Seconds, step.Phases, step.Workers, step.BytesReceived);
            return step.Equals(expected) ? null : $"step {step} was logged, but the undisturbed run logged {expected}";
        }

        if (happened.EpochCompleted is { } epoch && !epoch.Equals(reference.Epochs[_epochs++])) return $"epoch {epoch} differs";
        return null;
    }
}
