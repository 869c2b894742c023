using System.Diagnostics;
using Cluster.Training.Planning;

namespace Cluster.Grains.Telemetry;

/// <summary>Where spans come from.</summary>
internal static class Tracing
{
    /// <summary>The source of all spans of the product.</summary>
    public static ActivitySource Source { get; } = new(TrainingInstruments.Name);

    /// <summary>Begins the span of a worker's side of a plan; null while nobody listens.</summary>
    public static Activity? StartWorkerSteps(string job, StepPlan plan) =>
        Source.StartActivity("worker steps", ActivityKind.Internal, default(ActivityContext), TagsOf(job, plan));

    /// <summary>What tells one try of a plan from all others.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> TagsOf(string job, StepPlan plan) =>
        [new("cluster.job.id", job), new("cluster.step", plan.Step + 1), new("cluster.steps", plan.Steps), new("cluster.attempt", plan.Attempt)];
}
