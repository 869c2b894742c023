using System.Security.Claims;
using System.Security.Cryptography;
using Cluster.Grains.Access;
using Cluster.Silo.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Cluster.Silo.Access;

/// <summary>Knows callers by the token (JWT) of an identity provider.</summary>
internal static class TokenCallers
{
    // No algorithm with a shared secret: the key that checks must not be able to sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Sets up the check of tokens.</summary>
    public static void Configure(JwtBearerOptions bearer, AccessSettings settings)
    {
        JwtSettings jwt = settings.Jwt;
        bearer.MapInboundClaims = false;
        if (jwt.Authority.Length > 0) bearer.Authority = jwt.Authority;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = jwt.Issuer,
            ValidAudience = jwt.Audience,
            ValidAlgorithms = Algorithms,
            IssuerSigningKey = jwt.SigningKeyFile.Length > 0 ? ReadKey(jwt.SigningKeyFile) : null,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                context.Principal = Of(context.Principal!, settings).ToPrincipal();
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>The caller of a token whose signature was checked.</summary>
    public static Caller Of(ClaimsPrincipal token, AccessSettings settings)
    {
        string subject = token.FindFirst("sub")?.Value ?? "";
        var caller = new Caller(
            Caller.AccountOf("token", $"{settings.Jwt.Issuer} {subject}"),
            subject,
            ScopeOf(token, settings.Jwt),
            settings.Limits.Resolve(new CallerLimits()));
        // All tokens without a subject would be one caller.
        return subject.Length > 0 ? caller : caller with { Scope = AccessScope.None };
    }

    private static AccessScope ScopeOf(ClaimsPrincipal token, JwtSettings jwt)
    {
        string[] words = [.. token.FindAll(jwt.Claim).SelectMany(claim => claim.Value.Split(' '))];
        return Enum.GetValues<AccessScope>()
            .Where(scope => scope != AccessScope.None && words.Contains($"{jwt.Prefix}{scope}".ToLowerInvariant()))
            .DefaultIfEmpty(AccessScope.None)
            .Max();
    }

    private static SecurityKey ReadKey(string path)
    {
        try
        {
            string pem = File.ReadAllText(path);
            return IsEllipticCurve(pem, out ECDsa? curve) ? new ECDsaSecurityKey(curve) : new RsaSecurityKey(RsaOf(pem));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new SiloStartException($"{path} holds no public key: {error.Message}");
        }
    }

    private static bool IsEllipticCurve(string pem, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ECDsa? curve)
    {
        curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
            return true;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            curve.Dispose();
            curve = null;
            return false;
        }
    }

    private static RSAParameters RsaOf(string pem)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa.ExportParameters(includePrivateParameters: false);
    }
}
