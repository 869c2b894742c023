using Cluster.V1;

namespace Cluster.Grains.Jobs;

/// <summary>Some events of a job.</summary>
/// <param name="Events">In order; empty if nothing happened.</param>
/// <param name="Head">Sequence of the newest event in the log.</param>
/// <param name="Ended">Whether the log is complete: the job has ended.</param>
[GenerateSerializer, Immutable, Alias("cluster.event-page")]
public sealed record EventPage([property: Id(0)] IReadOnlyList<JobEvent> Events, [property: Id(1)] long Head, [property: Id(2)] bool Ended);
