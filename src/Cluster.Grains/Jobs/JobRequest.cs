namespace Cluster.Grains.Jobs;

/// <summary>A request that made a job.</summary>
/// <param name="Job">Id of the job.</param>
/// <param name="SpecSha256">SHA-256 of the spec as given.</param>
[GenerateSerializer, Immutable, Alias("cluster.job-request")]
public sealed record JobRequest([property: Id(0)] string Job, [property: Id(1)] string SpecSha256);
