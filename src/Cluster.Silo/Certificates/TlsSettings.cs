namespace Cluster.Silo.Certificates;

/// <summary>The front door's certificate.</summary>
internal sealed class TlsSettings
{
    /// <summary>PEM file: the server's certificate, then those between it and its authority. Empty for no TLS.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>PEM file of its private key, without a password.</summary>
    public string Key { get; set; } = "";

    /// <summary>Says what is wrong; null for nothing.</summary>
    public string? Problem() => Certificate.Length > 0 == Key.Length > 0 ? null : "Tls:Certificate and Tls:Key must be given together";
}
