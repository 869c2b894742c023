using System.Collections.Concurrent;
using System.Net;
using Cluster.Silo.DataPlane;
using Cluster.Training.Exchange;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Cluster.SlowLinks.Links;

/// <summary>Puts links between the silos of this process: in front of the port that each gives to the others for control, and of its data plane.</summary>
internal sealed class SiloLinks(LinkSpeed speed, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<Link>> _links = [];

    /// <summary>Connects a silo that is about to start.</summary>
    /// <param name="services">The silo's services.</param>
    public void Connect(IServiceCollection services)
    {
        services.PostConfigure<EndpointOptions>(endpoints =>
        {
            endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, endpoints.SiloPort);
            endpoints.AdvertisedIPAddress = Link.Address;
            To(endpoints.SiloPort);
        });
        services.RemoveAll<IPeerExchange>();
        // Past the link there is no way, though all silos are in this process.
        services.AddSingleton<IPeerExchange>(provider => new LinkedExchange(
            new SocketExchange(provider.GetRequiredService<DataPlaneToken>(), readsMemory: false, provider.GetRequiredService<ILogger<SocketExchange>>()), this));
    }

    /// <summary>The address of a server of this machine as it is from behind its link.</summary>
    /// <param name="endpoint">The server's own address.</param>
    public string Behind(string endpoint)
    {
        var address = new Uri(endpoint);
        To(address.Port);
        return new UriBuilder(address) { Host = Link.Address.ToString() }.Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Cuts all links.</summary>
    public void Dispose()
    {
        foreach (Lazy<Link> link in _links.Values) link.Value.Dispose();
    }

    private void To(int port) => _ = _links.GetOrAdd(port, _ => new Lazy<Link>(() => new Link(port, speed, time))).Value;
}
