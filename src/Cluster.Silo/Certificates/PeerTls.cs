using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cluster.Silo.Hosting;

namespace Cluster.Silo.Certificates;

/// <summary>
/// Mutual TLS between silos. Both sides show a certificate of the cluster's own authority, with the name that all silos share:
/// silos are known by addresses that nobody knows beforehand, so names of machines say nothing.
/// </summary>
internal sealed class PeerTls
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly CertificateFile _own;
    private readonly AuthorityFile _authority;
    private readonly string _name;

    /// <summary>Reads the files.</summary>
    /// <exception cref="SiloStartException">They can't be used.</exception>
    public PeerTls(PeerSettings settings, ILogger<PeerTls> logger)
    {
        _own = new CertificateFile(settings.Certificate, settings.Key, logger);
        _authority = new AuthorityFile(settings.Authority, logger);
        _name = settings.Name;
        _authority.Check();
        X509Certificate2 own = _own.Current().TargetCertificate;
        if (!IsSilo(own, AuthorityFile.ForServers) || !IsSilo(own, AuthorityFile.ForClients))
            throw new SiloStartException(
                $"{settings.Certificate} is no certificate of a silo: it must be valid, made by {settings.Authority}, for servers and clients, with the DNS name {_name}");
    }

    /// <summary>How to answer a peer that connects.</summary>
    public SslServerAuthenticationOptions Server() => new()
    {
        ServerCertificateContext = _own.Current(),
        ClientCertificateRequired = true,
        EnabledSslProtocols = Protocols,
        RemoteCertificateValidationCallback = (_, shown, _, _) => IsSilo(shown, AuthorityFile.ForClients),
    };

    /// <summary>How to connect to a peer, for one connection.</summary>
    public SslClientAuthenticationOptions Client() => new()
    {
        TargetHost = _name,
        ClientCertificateContext = _own.Current(),
        EnabledSslProtocols = Protocols,
        RemoteCertificateValidationCallback = (_, shown, _, _) => IsSilo(shown, AuthorityFile.ForServers),
    };

    /// <summary>How to connect to peers, for a pool of connections that lives long.</summary>
    public SslClientAuthenticationOptions ClientPool() => new()
    {
        TargetHost = _name,
        LocalCertificateSelectionCallback = (_, _, _, _, _) => _own.Current().TargetCertificate,
        EnabledSslProtocols = Protocols,
        RemoteCertificateValidationCallback = (_, shown, _, _) => IsSilo(shown, AuthorityFile.ForServers),
    };

    private bool IsSilo(X509Certificate? shown, Oid purpose) =>
        _authority.Accepts(shown, purpose) && shown is X509Certificate2 certificate
        && certificate.MatchesHostname(_name, allowWildcards: false, allowCommonName: false);
}
