using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Cluster.V1;
using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cluster.Silo.Tests.Access;

public sealed class TokenTests : IDisposable
{
    private const string Issuer = "https://identity.example", Audience = "cluster";

    private readonly TemporaryDirectory _disk = new();
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose()
    {
        _key.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task A_token_of_the_provider_allows_what_its_claim_says()
    {
        await using GuardedSilo guarded = await Start(_key.ExportSubjectPublicKeyInfoPem());
        string viewer = Token(new RsaSecurityKey(_key), "openid cluster:viewer"), submitter = Token(new RsaSecurityKey(_key), "cluster:viewer cluster:submitter");
        Assert.Equal("SCOPE_TOO_SMALL", await Reason(guarded, viewer));
        // The door lets it in, the spec is what is wrong.
        Assert.Equal("INVALID_ARGUMENT", await Reason(guarded, submitter));
        await guarded.Jobs(viewer).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        await guarded.Jobs(guarded.AdminKey).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
    }

    [Fact]
    public async Task A_token_that_is_old_or_for_others_or_of_others_or_without_a_subject_opens_nothing()
    {
        await using GuardedSilo guarded = await Start(_key.ExportSubjectPublicKeyInfoPem());
        var key = new RsaSecurityKey(_key);
        using var another = RSA.Create(2048);
        var shared = new SymmetricSecurityKey(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()));
        string right = Token(key, "cluster:admin");
        string[] parts = right.Split('.');
        string unsigned = $"{Base64UrlEncoder.Encode("""{"alg":"none"}""")}.{parts[1]}.";
        Assert.Equal("INVALID_ARGUMENT", await Reason(guarded, right));
        string[] wrong =
        [
            Token(key, "cluster:admin", minutes: -10),
            Token(key, "cluster:admin", audience: "others"),
            Token(key, "cluster:admin", issuer: "https://others.example"),
            Token(new RsaSecurityKey(another), "cluster:admin"),
            Token(shared, "cluster:admin", algorithm: SecurityAlgorithms.HmacSha256),
            unsigned,
            $"{parts[0]}.{parts[1]}.",
        ];
        foreach (string token in wrong) Assert.Equal("KEY_REFUSED", await Reason(guarded, token));
        Assert.Equal("SCOPE_TOO_SMALL", await Reason(guarded, Token(key, "cluster:admin", subject: null)));
        Assert.Equal("SCOPE_TOO_SMALL", await Reason(guarded, Token(key, "admin")));
    }

    [Fact]
    public async Task Keys_of_elliptic_curves_sign_tokens_too()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using GuardedSilo guarded = await Start(curve.ExportSubjectPublicKeyInfoPem());
        string token = Token(new ECDsaSecurityKey(curve), "cluster:submitter", algorithm: SecurityAlgorithms.EcdsaSha256);
        Assert.Equal("INVALID_ARGUMENT", await Reason(guarded, token));
    }

    private Task<GuardedSilo> Start(string publicKey)
    {
        File.WriteAllText(_disk["key.pem"], publicKey);
        return GuardedSilo.Start(access =>
        {
            access.Jwt.Issuer = Issuer;
            access.Jwt.Audience = Audience;
            access.Jwt.SigningKeyFile = _disk["key.pem"];
        });
    }

    // A call that fails for everybody, at the door or behind it.
    private static async Task<string> Reason(GuardedSilo guarded, string token)
    {
        AsyncUnaryCall<Job> call = guarded.Jobs(token).CreateJobAsync(new CreateJobRequest(), cancellationToken: TimeLimit.Token);
        return (await Fault.Of(call)).Reason;
    }

    private static string Token(
        SecurityKey key,
        string scope,
        string issuer = Issuer,
        string audience = Audience,
        string? subject = "ci",
        int minutes = 10,
        string algorithm = SecurityAlgorithms.RsaSha256)
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new ClaimsIdentity([new Claim("scope", scope)]);
        if (subject is not null) claims.AddClaim(new Claim("sub", subject));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Subject = claims,
            NotBefore = now.AddMinutes(-20),
            IssuedAt = now.AddMinutes(-20),
            Expires = now.AddMinutes(minutes),
            SigningCredentials = new SigningCredentials(key, algorithm),
        });
    }
}
