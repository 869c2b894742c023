namespace Cluster.Grains.Workers;

/// <summary>Tells those outside the cluster which silos live. Any silo answers; the key is <see cref="Key"/>.</summary>
[Alias("cluster.silo-directory")]
public interface ISiloDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "silos";

    /// <summary>The silos that live, as far as the one that answers knows, in the order of their names.</summary>
    [Alias("now"), ResponseTimeout("00:00:02")]
    Task<IReadOnlyList<SiloPlace>> Now();
}
