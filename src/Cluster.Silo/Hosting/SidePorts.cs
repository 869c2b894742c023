using System.Net;
using Cluster.Silo.Access;
using Cluster.Silo.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cluster.Silo.Hosting;

/// <summary>Ports that are not there unless someone asked for them.</summary>
internal sealed class SidePorts : IDisposable
{
    private readonly SiloSettings _settings;

    /// <summary>Takes the ports.</summary>
    /// <exception cref="SiloStartException">One of them is taken.</exception>
    public SidePorts(SiloSettings settings)
    {
        _settings = settings;
        IPAddress address = IPAddress.Parse(settings.Listen);
        try
        {
            if (settings.RestPort is { } rest) Rest = new ListeningPort(rest, address, IsSecure);
            if (settings.ManagementPort is { } management) Management = new ListeningPort(management, address);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The front door's services as REST.</summary>
    public ListeningPort? Rest { get; }

    /// <summary>Metrics.</summary>
    public ListeningPort? Management { get; }

    private bool IsSecure => _settings.Tls.Certificate.Length > 0;

    /// <summary>Lets the web server serve them.</summary>
    public void AddTo(KestrelServerOptions kestrel)
    {
        if (Management is not null) kestrel.ListenHandle(Management.Handle, listen => listen.Protocols = HttpProtocols.Http1);
        if (Rest is not null)
        {
            kestrel.ListenHandle(Rest.Handle, listen =>
            {
                // Only TLS lets both sides agree on HTTP/2.
                listen.Protocols = IsSecure ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                listen.UseLimits(_settings);
                listen.UseTls(_settings.Tls, _settings.Access.CallerAuthority);
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rest?.Dispose();
        Management?.Dispose();
    }
}
