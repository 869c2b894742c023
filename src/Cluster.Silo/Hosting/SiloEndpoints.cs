using System.Net;
using Orleans.Configuration;

namespace Cluster.Silo.Hosting;

/// <summary>Where Orleans listens, and what it tells the other silos and the front doors.</summary>
internal static class SiloEndpoints
{
    /// <summary>Sets Orleans' address and ports. Only a silo in the role worker lets front doors in.</summary>
    public static void ListenAt(this ISiloBuilder silo, SiloSettings settings)
    {
        IPAddress address = settings.Address(), served = ListeningPort.Served(address);
        int siloPort = Number(settings.SiloPort, settings.OnLoopback ? 0 : DefaultPorts.Silo);
        int gatewayPort = settings.Role == SiloRole.Worker ? Number(settings.GatewayPort, settings.OnLoopback ? 0 : DefaultPorts.Gateway) : 0;
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = address;
            (options.SiloPort, options.GatewayPort) = (siloPort, gatewayPort);
            options.SiloListeningEndpoint = new IPEndPoint(served, siloPort);
            if (gatewayPort > 0) options.GatewayListeningEndpoint = new IPEndPoint(served, gatewayPort);
        });
    }

    // Orleans takes its ports itself, so any free one must be found beforehand.
    private static int Number(int? asked, int usual) => (asked ?? usual) is > 0 and int port ? port : ListeningPort.FindFree();
}
