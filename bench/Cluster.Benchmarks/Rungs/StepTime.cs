using Cluster.V1;

namespace Cluster.Benchmarks.Rungs;

/// <summary>What one step took, in seconds, and moved.</summary>
/// <param name="Seconds">From the end of the step before to the end of this one.</param>
/// <param name="Compute">Forward and backward passes.</param>
/// <param name="Fold">Adding gradients.</param>
/// <param name="Exchange">Pulling from other workers.</param>
/// <param name="Update">Optimizer.</param>
/// <param name="MovedBytes">Bytes that all workers together received from each other.</param>
internal readonly record struct StepTime(double Seconds, double Compute = 0, double Fold = 0, double Exchange = 0, double Update = 0, long MovedBytes = 0)
{
    private static readonly TimeSpan OneMoment = TimeSpan.FromMilliseconds(1);

    /// <summary>What no phase accounts for: plans, calls, reports, the log of events.</summary>
    public double Control => Seconds - Compute - Fold - Exchange - Update;

    /// <summary>
    /// Times of steps as a job reports them. Steps of one plan are told at the same moment, so each gets its part of the time since the plan before:
    /// phases by the workers, and control evenly.
    /// </summary>
    /// <param name="steps">Steps that follow each other, and when they were told. Those of the first moment only say when the others begin.</param>
    public static IReadOnlyList<StepTime> Between(IReadOnlyList<(StepCompleted Step, DateTimeOffset Told)> steps)
    {
        var times = new List<StepTime>(steps.Count);
        int first = EndOfMoment(steps, 0);
        for (int end; first < steps.Count; first = end)
        {
            DateTimeOffset begin = steps[first - 1].Told;
            end = EndOfMoment(steps, first);
            double control = ((steps[end - 1].Told - begin).TotalSeconds - steps.Skip(first).Take(end - first).Sum(step => PhasesOf(step.Step))) / (end - first);
            for (int i = first; i < end; i++) times.Add(Of(steps[i].Step, control));
        }

        return times;
    }

    // One plan is logged within less than a moment, and no step is so short.
    private static int EndOfMoment(IReadOnlyList<(StepCompleted Step, DateTimeOffset Told)> steps, int first)
    {
        int end = first + 1;
        while (end < steps.Count && steps[end].Told - steps[end - 1].Told < OneMoment) end++;
        return end;
    }

    private static StepTime Of(StepCompleted step, double control) => new(
        PhasesOf(step) + control, step.Phases.Compute, step.Phases.Fold, step.Phases.Exchange, step.Phases.Update, step.BytesReceived);

    private static double PhasesOf(StepCompleted step) => step.Phases.Compute + step.Phases.Fold + step.Phases.Exchange + step.Phases.Update;
}
