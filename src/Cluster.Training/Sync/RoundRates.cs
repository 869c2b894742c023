using System.Runtime.InteropServices;
using Cluster.Training.Optimizers;
using Cluster.Training.Planning;
using Cluster.Training.Schedules;
using Cluster.V1;

namespace Cluster.Training.Sync;

/// <summary>Step sizes of a run, a pure function of the spec and of the validation losses of epochs that ended before.</summary>
/// <param name="training">How to train, from a resolved spec.</param>
/// <param name="rounds">How the run is cut.</param>
internal sealed class RoundRates(TrainingSpec training, Rounds rounds)
{
    private readonly float _base = OptimizerTable.Create(training.Optimizer).LearningRate;
    private readonly ISchedule _schedule = ScheduleTable.Create(training.Schedule, rounds.FirstStep(rounds.Total));
    private readonly float? _outer = SyncSettings.Of(training).IsLocal ? training.Sync.Outer.LearningRate : null;

    /// <summary>Step size in the first step of a round.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="losses">Validation loss of each epoch so far; those of epochs that ended later do not count.</param>
    public float First(long round, List<double> losses) => At(round, rounds.FirstStep(round), losses);

    /// <summary>Writes the step sizes into the plan of a round.</summary>
    /// <param name="plan">The plan; its step size is that of the round's first step.</param>
    /// <param name="losses">Validation loss of each epoch so far; those of epochs that ended later do not count.</param>
    public StepPlan Complete(StepPlan plan, List<double> losses)
    {
        if (_outer is not { } outer) return plan;
        long first = rounds.FirstStep(plan.Step), end = rounds.EndStep(plan.Step);
        var local = new float[end - first];
        for (int i = 0; i < local.Length; i++) local[i] = At(plan.Step, first + i, losses);
        return plan with { LearningRate = outer, FirstLocalStep = first, LocalRates = local };
    }

    // Only epochs that ended before the round count: a round that is made again after a loss gets the rates it had.
    private float At(long round, long step, List<double> losses)
    {
        int known = Math.Min(rounds.EpochsAfter(round), losses.Count);
        return (float)_schedule.RateAt(_base, step, CollectionsMarshal.AsSpan(losses)[..known]);
    }
}
