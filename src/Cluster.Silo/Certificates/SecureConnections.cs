using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Orleans.Configuration;

namespace Cluster.Silo.Certificates;

/// <summary>Where TLS goes: front door, data plane, Orleans' connections. Each new connection reads the certificates anew.</summary>
internal static class SecureConnections
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Registers the silo's own certificate and whom it takes for a silo, where files are named.</summary>
    public static void AddPeerTls(this IServiceCollection services, PeerSettings peers)
    {
        if (peers.Certificate.Length == 0) return;
        services.AddSingleton(provider => new PeerTls(peers, provider.GetRequiredService<ILogger<PeerTls>>()));
    }

    /// <summary>Serves TLS on the front door; asks for the caller's certificate where an authority for callers is known.</summary>
    public static void UseTls(this ListenOptions listen, TlsSettings tls, string callerAuthority)
    {
        if (tls.Certificate.Length == 0) return;
        var logger = listen.ApplicationServices.GetRequiredService<ILogger<CertificateFile>>();
        var certificate = new CertificateFile(tls.Certificate, tls.Key, logger);
        AuthorityFile? callers = callerAuthority.Length > 0 ? new AuthorityFile(callerAuthority, logger) : null;
        // What cannot be used is told at the start, not to the first caller.
        _ = certificate.Current();
        callers?.Check();
        listen.UseTls(() => new()
        {
            ServerCertificateContext = certificate.Current(),
            ClientCertificateRequired = callers is not null,
            // No certificate is fine, the caller may have a key; a wrong one is not.
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown is null || (callers?.Accepts(shown, AuthorityFile.ForClients) ?? true),
        });
    }

    /// <summary>Serves TLS on the data plane, to silos only.</summary>
    public static void UsePeerTls(this ListenOptions listen)
    {
        if (listen.ApplicationServices.GetService<PeerTls>() is { } peers) listen.UseTls(peers.Server);
    }

    /// <summary>Lets silos speak TLS with each other, and with front doors that are Orleans clients.</summary>
    public static void UsePeerTls(this ISiloBuilder silo, PeerSettings peers)
    {
        if (peers.Certificate.Length == 0) return;
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<PeerTls>((options, tls) =>
        {
            options.ConfigureSiloOutboundConnection(connection => connection.UseMiddleware(new PeerConnection(tls, isServer: false)));
            options.ConfigureSiloInboundConnection(connection => connection.UseMiddleware(new PeerConnection(tls, isServer: true)));
            options.ConfigureGatewayInboundConnection(connection => connection.UseMiddleware(new PeerConnection(tls, isServer: true)));
        });
    }

    /// <summary>Lets an Orleans client speak TLS with silos.</summary>
    public static void UsePeerTls(this IClientBuilder client, PeerSettings peers)
    {
        if (peers.Certificate.Length == 0) return;
        client.Services.AddOptions<ClientConnectionOptions>().Configure<PeerTls>((options, tls) =>
            options.ConfigureConnection(connection => connection.UseMiddleware(new PeerConnection(tls, isServer: false))));
    }

    private static void UseTls(this ListenOptions listen, Func<SslServerAuthenticationOptions> options) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        OnConnection = _ =>
        {
            SslServerAuthenticationOptions secure = options();
            secure.ApplicationProtocols = ProtocolsOf(listen);
            return ValueTask.FromResult(secure);
        },
        HandshakeTimeout = HandshakeLimit,
    });

    private static List<SslApplicationProtocol> ProtocolsOf(ListenOptions listen)
    {
        List<SslApplicationProtocol> protocols = [];
        if (listen.Protocols.HasFlag(HttpProtocols.Http2)) protocols.Add(SslApplicationProtocol.Http2);
        if (listen.Protocols.HasFlag(HttpProtocols.Http1)) protocols.Add(SslApplicationProtocol.Http11);
        return protocols;
    }
}
