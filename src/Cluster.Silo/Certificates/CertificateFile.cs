using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Cluster.Silo.Certificates;

/// <summary>A certificate with its private key, in PEM files; each new connection gets the one that lies there then.</summary>
/// <param name="certificate">The certificate, then those between it and its authority.</param>
/// <param name="key">The private key.</param>
/// <param name="logger">Told when new files can't be used.</param>
internal sealed class CertificateFile(string certificate, string key, ILogger logger)
{
    private readonly FileContent<SslStreamCertificateContext> _content = new([certificate, key], Parse, logger);

    /// <summary>The certificate of now, with what goes between it and its authority.</summary>
    public SslStreamCertificateContext Current() => _content.Current();

    private static SslStreamCertificateContext Parse(string[] texts)
    {
        X509Certificate2 own = X509Certificate2.CreateFromPem(texts[0], texts[1]);
        X509Certificate2Collection all = [];
        all.ImportFromPem(texts[0]);
        return SslStreamCertificateContext.Create(own, all, offline: true);
    }
}
