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
    /// <summary>What no phase accounts for: plans, calls, reports, the log of events.</summary>
    public double Control => Seconds - Compute - Fold - Exchange - Update;

    /// <summary>The time of a step as a job reports it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="seconds">Since the step before.</param>
    public static StepTime Of(StepCompleted step, double seconds) => new(
        seconds, step.Phases.Compute, step.Phases.Fold, step.Phases.Exchange, step.Phases.Update, step.BytesReceived);
}
