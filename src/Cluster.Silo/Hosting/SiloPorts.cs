using System.Net;
using Cluster.Silo.Access;
using Cluster.Silo.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cluster.Silo.Hosting;

/// <summary>The ports of a process that its web server serves, taken before anything starts. Which there are depends on its role.</summary>
internal sealed class SiloPorts : IDisposable
{
    private readonly SiloSettings _settings;

    /// <summary>Takes the ports.</summary>
    /// <exception cref="SiloStartException">One of them is taken.</exception>
    public SiloPorts(SiloSettings settings)
    {
        _settings = settings;
        IPAddress address = settings.Address(), served = ListeningPort.Served(address);
        int? ifLoopback = settings.OnLoopback ? 0 : null;
        try
        {
            if (settings.Role != SiloRole.Worker)
                FrontDoor = new ListeningPort(settings.Port > 0 ? settings.Port : ifLoopback ?? DefaultPorts.FrontDoor, settings.FrontDoorAddress(), isSecure: settings.Tls.Certificate.Length > 0);
            if (settings.Role != SiloRole.Frontdoor)
                DataPlane = new ListeningPort(settings.DataPort ?? ifLoopback ?? DefaultPorts.DataPlane, served, address, isSecure: settings.Peers.Certificate.Length > 0);
            if (settings is { RestPort: { } rest, Role: not SiloRole.Worker })
                Rest = new ListeningPort(rest, settings.FrontDoorAddress(), isSecure: settings.Tls.Certificate.Length > 0);
            if (settings.HasManagement)
                Management = new ListeningPort(settings.ManagementPort ?? DefaultPorts.Management, served, address);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>For clients; none in the role worker.</summary>
    public ListeningPort? FrontDoor { get; }

    /// <summary>The front door's services as REST; none unless asked for.</summary>
    public ListeningPort? Rest { get; }

    /// <summary>For other silos and front doors; none in the role frontdoor.</summary>
    public ListeningPort? DataPlane { get; }

    /// <summary>For operators; none unless asked for, or other machines reach this one.</summary>
    public ListeningPort? Management { get; }

    /// <summary>Lets the web server serve them.</summary>
    public void AddTo(KestrelServerOptions kestrel)
    {
        kestrel.UseLimits(_settings);
        if (FrontDoor is not null) kestrel.ListenHandle(FrontDoor.Handle, listen => Serve(listen, HttpProtocols.Http2));
        // Only TLS lets both sides agree on HTTP/2.
        if (Rest is not null)
            kestrel.ListenHandle(Rest.Handle, listen => Serve(listen, _settings.Tls.Certificate.Length > 0 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1));
        if (DataPlane is not null)
        {
            kestrel.ListenHandle(DataPlane.Handle, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UsePeerTls();
            });
        }

        if (Management is not null) kestrel.ListenHandle(Management.Handle, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private void Serve(ListenOptions frontDoor, HttpProtocols protocols)
    {
        frontDoor.Protocols = protocols;
        frontDoor.UseLimits(_settings);
        frontDoor.UseTls(_settings.Tls, _settings.Access.CallerAuthority);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Management?.Dispose();
        Rest?.Dispose();
        DataPlane?.Dispose();
        FrontDoor?.Dispose();
    }
}
