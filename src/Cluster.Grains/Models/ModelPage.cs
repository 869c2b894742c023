namespace Cluster.Grains.Models;

/// <summary>Some models of the directory.</summary>
/// <param name="Ids">Newest first.</param>
/// <param name="End">Where the next page starts; 0 if this is the last.</param>
[GenerateSerializer, Immutable, Alias("cluster.model-page")]
public sealed record ModelPage([property: Id(0)] IReadOnlyList<string> Ids, [property: Id(1)] int End);
