using System.Diagnostics;

namespace Cluster.Grains.Telemetry;

/// <summary>Where spans come from.</summary>
internal static class Tracing
{
    /// <summary>The source of all spans of the product.</summary>
    public static ActivitySource Source { get; } = new(TrainingInstruments.Name);

    /// <summary>Begins the span of a worker's side of a step; null while nobody listens.</summary>
    public static Activity? StartWorkerStep(string job, long step, long attempt) => Source.StartActivity(
        "worker step", ActivityKind.Internal, default(ActivityContext), TagsOf(job, step, attempt));

    /// <summary>What tells one try of a step from all others.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> TagsOf(string job, long step, long attempt) =>
        [new("cluster.job.id", job), new("cluster.step", step), new("cluster.attempt", attempt)];
}
