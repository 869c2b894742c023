using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cluster.Silo.Certificates;

/// <summary>An authority of our own, in a PEM file that is read again when it changes. No other authority is trusted in its place.</summary>
/// <param name="file">Its certificates, and those between them and what they signed.</param>
/// <param name="logger">Told when a new file can't be used.</param>
internal sealed class AuthorityFile(string file, ILogger logger)
{
    /// <summary>What a certificate must be for.</summary>
    public static readonly Oid ForServers = new("1.3.6.1.5.5.7.3.1"), ForClients = new("1.3.6.1.5.5.7.3.2");

    private readonly FileContent<X509Certificate2Collection> _content = new([file], Parse, logger);

    /// <summary>Reads the file.</summary>
    /// <exception cref="Hosting.SiloStartException">It holds no certificate.</exception>
    public void Check() => _content.Current();

    /// <summary>Whether the authority made a certificate for a purpose, and it is valid now.</summary>
    public bool Accepts(X509Certificate? certificate, Oid purpose)
    {
        if (certificate is not X509Certificate2 shown) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(purpose);
        foreach (X509Certificate2 known in _content.Current())
        {
            bool isRoot = known.SubjectName.RawData.AsSpan().SequenceEqual(known.IssuerName.RawData);
            (isRoot ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(known);
        }

        return chain.Build(shown);
    }

    private static X509Certificate2Collection Parse(string[] texts)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPem(texts[0]);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("there is no certificate in it");
    }
}
