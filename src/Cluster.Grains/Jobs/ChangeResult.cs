using Cluster.V1;

namespace Cluster.Grains.Jobs;

/// <summary>What came of asking a job to change its state.</summary>
/// <param name="Job">The job as it is now.</param>
/// <param name="Accepted">Whether it does, or did already, what was asked.</param>
[GenerateSerializer, Immutable, Alias("cluster.change-result")]
public sealed record ChangeResult([property: Id(0)] Job Job, [property: Id(1)] bool Accepted);
