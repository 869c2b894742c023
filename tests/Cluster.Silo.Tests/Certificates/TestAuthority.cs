using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cluster.Silo.Tests.Certificates;

/// <summary>An authority that makes certificates and writes them as PEM files.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public TestAuthority(string name = "test authority")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
    }

    /// <summary>The authority's certificate in PEM.</summary>
    public string Pem => _root.ExportCertificatePem();

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 Root => _root;

    /// <summary>Makes a certificate for servers and clients.</summary>
    /// <param name="subject">Its subject.</param>
    /// <param name="names">DNS names; loopback addresses are always in it.</param>
    /// <param name="days">Days that it is valid from now; negative for one that has run out.</param>
    /// <param name="purposes">What it is for: 1 for servers, 2 for clients; null for both.</param>
    public (string Certificate, string Key) Issue(string subject = "CN=silo", string[]? names = null, double days = 1, int[]? purposes = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        OidCollection oids = [];
        foreach (int purpose in purposes ?? [1, 2]) oids.Add(new Oid($"1.3.6.1.5.5.7.3.{purpose}"));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, false));
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        foreach (string name in names ?? ["cluster-silo", "localhost"]) alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using X509Certificate2 made = request.Create(_root, Now.AddDays(-1), Now.AddDays(Math.Min(days, 0.9)), RandomNumberGenerator.GetBytes(16));
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Makes a certificate to connect with.</summary>
    public X509Certificate2 IssueCertificate(string subject = "CN=silo", string[]? names = null, double days = 1, int[]? purposes = null)
    {
        (string certificate, string key) = Issue(subject, names, days, purposes);
        return X509Certificate2.CreateFromPem(certificate, key);
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
