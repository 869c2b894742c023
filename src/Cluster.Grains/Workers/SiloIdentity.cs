namespace Cluster.Grains.Workers;

/// <summary>How other silos know this one.</summary>
/// <param name="Name">Unique among all silos that ever run in the cluster.</param>
/// <param name="DataPlane">Base address of its data plane.</param>
public sealed record SiloIdentity(string Name, string DataPlane)
{
    /// <summary>Key under which a silo tells the others its data plane.</summary>
    public const string DataPlaneKey = "cluster.dataPlane";
}
