namespace Cluster.Silo.Access;

/// <summary>Which tokens (JWT) open the front door.</summary>
internal sealed class JwtSettings
{
    /// <summary>Who makes the tokens: the claim <c>iss</c>. Empty: no tokens are taken.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Whom they must be for: the claim <c>aud</c>.</summary>
    public string Audience { get; set; } = "";

    /// <summary>HTTPS address of an OpenID Connect provider, whose keys are fetched and follow its changes. Or else:</summary>
    public string Authority { get; set; } = "";

    /// <summary>PEM file of the public key (RSA or EC) that tokens are signed with.</summary>
    public string SigningKeyFile { get; set; } = "";

    /// <summary>The claim that tells the scope; its words are separated by spaces, or it comes several times.</summary>
    public string Claim { get; set; } = "scope";

    /// <summary>What stands before <c>viewer</c>, <c>submitter</c> and <c>admin</c> in that claim.</summary>
    public string Prefix { get; set; } = "cluster:";

    /// <summary>Whether tokens are taken.</summary>
    public bool IsUsed => Issuer.Length > 0;

    /// <summary>Says what is wrong; null for nothing.</summary>
    public string? Problem()
    {
        bool any = Audience.Length > 0 || Authority.Length > 0 || SigningKeyFile.Length > 0;
        if (!IsUsed) return any ? "Access:Jwt:Issuer is missing" : null;
        if (Audience.Length == 0) return "Access:Jwt:Audience is missing: tokens for others must not open this cluster";
        return Authority.Length > 0 == SigningKeyFile.Length > 0 ? "Access:Jwt needs either an Authority or a SigningKeyFile" : null;
    }
}
