namespace Cluster.Grains.Workers;

/// <summary>Where the other silos' data planes are, seen from a silo or from a front door outside of them.</summary>
public interface IOtherSilos
{
    /// <summary>Data planes of the others that live, in the order of the silos' names.</summary>
    IReadOnlyList<string> OtherDataPlanes();
}
