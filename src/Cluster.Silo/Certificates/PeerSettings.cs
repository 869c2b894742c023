namespace Cluster.Silo.Certificates;

/// <summary>How silos know each other: mutual TLS on Orleans' connections and on the data plane.</summary>
internal sealed class PeerSettings
{
    /// <summary>PEM file: this silo's certificate, for servers and clients. Empty for plain connections.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>PEM file of its private key, without a password.</summary>
    public string Key { get; set; } = "";

    /// <summary>PEM file with the certificates of the cluster's authority.</summary>
    public string Authority { get; set; } = "";

    /// <summary>
    /// DNS name that the certificate of every silo carries. The authority may also have made certificates for others, who must not
    /// pass for silos.
    /// </summary>
    public string Name { get; set; } = "cluster-silo";

    /// <summary>Says what is wrong; null for nothing.</summary>
    public string? Problem()
    {
        int given = new[] { Certificate, Key, Authority }.Count(file => file.Length > 0);
        if (given is not (0 or 3)) return "Peers:Certificate, Peers:Key and Peers:Authority must be given together";
        return Name.Length == 0 ? "Peers:Name must not be empty" : null;
    }
}
