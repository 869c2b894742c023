namespace Cluster.Grains.Workers;

/// <summary>How much a silo takes on; the same on all silos of a cluster.</summary>
/// <param name="Jobs">Most jobs that begin on one silo at a time; more wait. At least 1.</param>
public sealed record SiloCapacity(int Jobs)
{
    /// <summary>Used where nothing else is said: two jobs fill the gaps of each other, more only take memory.</summary>
    public static SiloCapacity Default { get; } = new(2);
}
