using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Cluster.Silo.Hosting;

internal sealed partial class SiloSettings
{
    /// <summary>The value of <see cref="Host"/> that stands for this machine's own address.</summary>
    private const string OwnAddress = "auto";

    /// <summary>What this process does: <c>all</c> (default), <c>worker</c> or <c>frontdoor</c>.</summary>
    public SiloRole Role { get; set; } = SiloRole.All;

    /// <summary>
    /// Address under which other machines reach this process: an IP address or a name; <c>auto</c> for that of the first network
    /// interface that is up. It listens on all its addresses then. Default: loopback only.
    /// </summary>
    public string Host { get; set; } = "";

    /// <summary>Port of Orleans between silos. Default 11111, or any free one on loopback.</summary>
    [Range(0, 65535, ErrorMessage = "--siloPort must be 0 to 65535")]
    public int? SiloPort { get; set; }

    /// <summary>Port of Orleans for front doors; only a silo in the role <c>worker</c> has one. Default 30000, or any free one on loopback.</summary>
    [Range(0, 65535, ErrorMessage = "--gatewayPort must be 0 to 65535")]
    public int? GatewayPort { get; set; }

    /// <summary>Port of the data plane. Default 11112, or any free one on loopback.</summary>
    [Range(0, 65535, ErrorMessage = "--dataPort must be 0 to 65535")]
    public int? DataPort { get; set; }

    /// <summary>Whether gradients and state of silos on the same machine are read from their memory where the system allows it. Default true.</summary>
    public bool PeerMemory { get; set; } = true;

    /// <summary>Port of health, and of the metrics for Prometheus; 0 for any free one. Default 9090; none on loopback.</summary>
    [Range(0, 65535, ErrorMessage = "--management-port must be 0 to 65535")]
    public int? ManagementPort { get; set; }

    /// <summary>Whether there is such a port.</summary>
    public bool HasManagement => ManagementPort is not null || !OnLoopback;

    /// <summary>Most bytes that a front door keeps of files that it had to read. Default 4 GiB.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "--cache must not be negative")]
    public long Cache { get; set; } = 4L << 30;

    /// <summary>Seconds for which a process that was told to stop still answers, while it is no longer called ready. Default 0, at most 60.</summary>
    [Range(0, 60, ErrorMessage = "--drain must be 0 to 60")]
    public int Drain { get; set; }

    /// <summary>Whether this process only serves its own machine.</summary>
    public bool OnLoopback => Host.Length == 0;

    /// <summary>The address that the front door listens on.</summary>
    public IPAddress FrontDoorAddress() =>
        IPAddress.TryParse(Listen, out IPAddress? listen) ? listen : OnLoopback ? IPAddress.Loopback : IPAddress.Any;

    /// <summary>The address that others are told.</summary>
    /// <exception cref="SiloStartException">The name has no address.</exception>
    public IPAddress Address() => Host switch
    {
        "" => IPAddress.Loopback,
        OwnAddress => HostAddress.OfThisMachine(),
        _ => HostAddress.Of(Host),
    };
}
