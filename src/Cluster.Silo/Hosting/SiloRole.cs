namespace Cluster.Silo.Hosting;

/// <summary>What a process of the cluster does.</summary>
internal enum SiloRole
{
    /// <summary>Everything: it trains, and answers clients.</summary>
    All,

    /// <summary>It trains and coordinates. Only other silos and front doors talk to it.</summary>
    Worker,

    /// <summary>It answers clients, and asks the silos. It holds no grain and no tensor, and never loads libtorch.</summary>
    Frontdoor,
}
