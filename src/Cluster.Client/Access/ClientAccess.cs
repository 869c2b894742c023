using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cluster.Client.Errors;

namespace Cluster.Client.Access;

/// <summary>What a client shows to a server, and which servers it believes.</summary>
public sealed record ClientAccess
{
    /// <summary>Shows nothing, and believes servers that this machine believes.</summary>
    public static ClientAccess None { get; } = new();

    /// <summary>The secret of a key, or a token; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>PEM file of the authority of the server's certificate; null for those that this machine trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>PEM file of the client's own certificate; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file of its private key; null if it is in the same file.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>Whether a key may go over a network without TLS.</summary>
    public bool AllowsPlaintext { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => Key is null ? "no key" : "a key";

    /// <summary>Makes what carries calls to a server.</summary>
    /// <exception cref="ClusterException">Usage: a file can't be used, or the key would go over a network in the clear.</exception>
    internal HttpMessageHandler Over(SocketsHttpHandler connection, Uri server)
    {
        if (server.Scheme == Uri.UriSchemeHttps) connection.SslOptions = Secure();
        if (Key is null) return connection;
        if (server.Scheme == Uri.UriSchemeHttp && !server.IsLoopback && !AllowsPlaintext)
            throw new ClusterException(
                ErrorKind.Usage,
                $"The key would go to {server.GetLeftPart(UriPartial.Authority)} in the clear. Use https, or --plaintext where the network is trusted.");
        return new KeyCarrier(Key, connection);
    }

    private SslClientAuthenticationOptions Secure()
    {
        SslClientAuthenticationOptions options = new();
        try
        {
            if (CertificateFile is not null)
                options.ClientCertificates = [X509Certificate2.CreateFromPemFile(CertificateFile, CertificateKeyFile)];
            if (AuthorityFile is not null) options.CertificateChainPolicy = Trusting(AuthorityFile);
            return options;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ClusterException(ErrorKind.Usage, $"The certificate files can't be used: {error.Message}", cause: error);
        }
    }

    private static X509ChainPolicy Trusting(string authorityFile)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException($"{authorityFile} holds no certificate");
    }
}
