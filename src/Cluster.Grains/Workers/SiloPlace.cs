namespace Cluster.Grains.Workers;

/// <summary>A silo that lives, as told to those outside the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataPlane">Base address of its data plane.</param>
[GenerateSerializer, Immutable, Alias("cluster.silo-place")]
public sealed record SiloPlace([property: Id(0)] string Name, [property: Id(1)] string DataPlane);
