using Cluster.Training.Planning;
using Cluster.Training.Sync;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>Makes logged steps again on a worker of its own, to see whether they come to the same.</summary>
/// <param name="spec">The resolved spec.</param>
/// <param name="worker">A worker that belongs to no run; it is at the last step afterwards.</param>
public sealed class StepReplay(JobSpec spec, IWorker worker)
{
    /// <summary>Where to begin: checkpoints before a step, newest first, and at last the initial parameters.</summary>
    /// <param name="checkpoints">Checkpoints of the job.</param>
    /// <param name="step">The step to make again, from 1.</param>
    public static IReadOnlyList<Checkpoint> Starts(IEnumerable<Checkpoint> checkpoints, long step) =>
        [.. checkpoints.Where(checkpoint => checkpoint.Step < step).OrderByDescending(checkpoint => checkpoint.Step), new Checkpoint()];

    /// <summary>Takes over the first start that can be read.</summary>
    /// <returns>Steps done there.</returns>
    /// <exception cref="WorkerLostException">The worker does not answer.</exception>
    public async Task<long> Restore(IReadOnlyList<Checkpoint> starts, CancellationToken cancel)
    {
        await worker.Begin(1, 0, cancel);
        foreach (Checkpoint start in starts)
        {
            if ((await worker.Restore(start, cancel)).Version == start.Step) return start.Step;
        }

        throw new WorkerLostException(worker.Name, "it cannot go back to its initial parameters");
    }

    /// <summary>Makes steps.</summary>
    /// <param name="from">Steps done.</param>
    /// <param name="rates">Step size of each step to make, from the log.</param>
    /// <param name="validationLosses">Validation loss of each epoch so far, which the step sizes of local steps may follow.</param>
    /// <param name="prepared">What the worker found when it was prepared.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The report of the last step.</returns>
    /// <exception cref="WorkerLostException">The worker does not answer, or cannot make a step.</exception>
    public async Task<StepReport> Run(long from, IReadOnlyList<double> rates, List<double> validationLosses, PrepareResult prepared, CancellationToken cancel)
    {
        var own = new RoundRates(spec.Training, new Rounds(spec.Training, prepared.StepsPerEpoch));
        int units = SyncSettings.Of(spec.Training).Units;
        StepReport? report = null;
        for (int i = 0; i < rates.Count; i++)
        {
            StepPlan plan = StepPlanner.Plan(
                from + i, attempt: 2 + i, units, (float)rates[i], prepared.VectorLength, [(worker.Name, worker.Endpoint)]);
            report = (await worker.RunSteps(own.Complete(plan, validationLosses), cancel))[0];
            if (report.Outcome != StepOutcome.Completed) throw new WorkerLostException(worker.Name, report.Message);
        }

        return report ?? throw new ArgumentException("There is no step to make.", nameof(rates));
    }
}
