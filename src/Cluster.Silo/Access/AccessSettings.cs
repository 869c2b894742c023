namespace Cluster.Silo.Access;

/// <summary>Who may call the front door.</summary>
internal sealed class AccessSettings
{
    /// <summary>Whether callers must say who they are on loopback too. Elsewhere they always must.</summary>
    public bool Required { get; set; }

    /// <summary>
    /// File with a secret of at least 32 characters that opens everything. Default: <c>admin.key</c> in the data directory, made by the
    /// first silo that needs it. Read anew at each use.
    /// </summary>
    public string AdminKeyFile { get; set; } = "";

    /// <summary>PEM file of the authority whose certificates callers may show. Empty: none are asked for.</summary>
    public string CallerAuthority { get; set; } = "";

    /// <summary>What certificates of that authority allow.</summary>
    public List<SubjectScope> Certificates { get; set; } = [];

    /// <summary>Tokens of an identity provider.</summary>
    public JwtSettings Jwt { get; set; } = new();

    /// <summary>What each caller may use.</summary>
    public LimitSettings Limits { get; set; } = new();

    /// <summary>Says what is wrong; null for nothing.</summary>
    /// <param name="isSecure">Whether the front door speaks TLS.</param>
    public string? Problem(bool isSecure)
    {
        if (CallerAuthority.Length > 0 && !isSecure) return "Access:CallerAuthority needs Tls:Certificate: certificates of callers come by TLS";
        if (CallerAuthority.Length == 0 && Certificates.Count > 0) return "Access:Certificates needs Access:CallerAuthority";
        return Jwt.Problem() ?? Limits.Problem();
    }
}
