using Cluster.V1;

namespace Cluster.Grains.Jobs;

/// <summary>What came of making a step again.</summary>
/// <param name="Step">The step; null if it could not be made.</param>
/// <param name="Reason">Why not, in UPPER_SNAKE_CASE.</param>
/// <param name="Message">Why not, in a sentence.</param>
[GenerateSerializer, Immutable, Alias("cluster.replay-result")]
public sealed record ReplayResult([property: Id(0)] ReplayedStep? Step, [property: Id(1)] string Reason = "", [property: Id(2)] string Message = "");
