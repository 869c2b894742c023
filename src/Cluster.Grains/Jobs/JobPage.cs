namespace Cluster.Grains.Jobs;

/// <summary>Some jobs of the directory.</summary>
/// <param name="Ids">Newest first.</param>
/// <param name="End">Where the next page starts; 0 if this is the last.</param>
[GenerateSerializer, Immutable, Alias("cluster.job-page")]
public sealed record JobPage([property: Id(0)] IReadOnlyList<string> Ids, [property: Id(1)] int End);
