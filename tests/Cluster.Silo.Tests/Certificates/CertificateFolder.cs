using System.Security.Cryptography.X509Certificates;
using Cluster.Silo.Certificates;
using Cluster.Training.Tests;

namespace Cluster.Silo.Tests.Certificates;

/// <summary>Files of a silo's certificate and of its authority.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public CertificateFolder() => Write(Authority, ["cluster-silo", "localhost"]);

    public TestAuthority Authority { get; } = new();

    public string CertificatePath => _disk["tls.crt"];

    public string KeyPath => _disk["tls.key"];

    public string AuthorityPath => _disk["ca.crt"];

    public PeerSettings Peers => new() { Certificate = CertificatePath, Key = KeyPath, Authority = AuthorityPath };

    public TlsSettings Tls => new() { Certificate = CertificatePath, Key = KeyPath };

    /// <summary>Puts a new certificate, and the authority that made it, in the place of the old ones; returns the certificate.</summary>
    public X509Certificate2 Write(TestAuthority authority, string[] names)
    {
        (string certificate, string key) = authority.Issue(names: names);
        File.WriteAllText(CertificatePath, certificate);
        File.WriteAllText(KeyPath, key);
        File.WriteAllText(AuthorityPath, authority.Pem);
        return X509Certificate2.CreateFromPem(certificate);
    }

    public void Dispose()
    {
        Authority.Dispose();
        _disk.Dispose();
    }
}
