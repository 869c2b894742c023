using System.Text.Encodings.Web;
using Cluster.Grains.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cluster.Silo.Access;

/// <summary>Knows callers by the certificate of their connection, which the handshake has checked.</summary>
internal sealed class CertificateHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    AccessSettings settings) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Connection.ClientCertificate is not { } shown || settings.CallerAuthority.Length == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        string subject = shown.Subject;
        AccessScope scope = settings.Certificates.FirstOrDefault(known => known.Subject == subject)?.Scope ?? AccessScope.None;
        var caller = new Caller(Caller.AccountOf("certificate", subject), subject, scope, settings.Limits.Resolve(new CallerLimits()));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(), Scheme.Name)));
    }
}
