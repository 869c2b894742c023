using Cluster.Silo.DataPlane;

namespace Cluster.Silo.Storage;

/// <summary>Where a cluster keeps its members, its grains' state and its jobs' event logs.</summary>
internal interface IClusterStorage : IAsyncDisposable
{
    /// <summary>Secret that all silos of the cluster share.</summary>
    DataPlaneToken Token { get; }

    /// <summary>Gives a silo membership, grain storage and event logs.</summary>
    void AddTo(ISiloBuilder silo);

    /// <summary>Tells a front door outside of the silos which of them let it in.</summary>
    void AddTo(IClientBuilder client);
}
