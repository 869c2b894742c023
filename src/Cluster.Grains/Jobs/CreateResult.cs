using Cluster.V1;

namespace Cluster.Grains.Jobs;

/// <summary>What came of asking for a job.</summary>
/// <param name="Job">The job; null if the request id was used for another spec.</param>
[GenerateSerializer, Immutable, Alias("cluster.create-result")]
public sealed record CreateResult([property: Id(0)] Job? Job);
