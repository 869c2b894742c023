using System.Text.Encodings.Web;
using Cluster.Grains.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cluster.Silo.Access;

/// <summary>Knows callers by their key. Each call asks the directory, so that a revoked key opens nothing from then on.</summary>
internal sealed partial class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IGrainFactory grains,
    AdminKeyFile admin,
    AccessSettings settings) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Schemes.BearerOf(Request) is not { } shown) return AuthenticateResult.NoResult();
        try
        {
            Caller? caller = ApiKey.Parse(shown) is { } key ? await Find(key) : admin.Is(shown) ? Caller.Operator : null;
            return caller is null
                ? AuthenticateResult.Fail("unknown key")
                : AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(), Scheme.Name));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Storage has exceptions of its own, whatever it is.
            LogUnreachable(Logger, error);
            Context.Features.Set(new KeysUnreachable());
            return AuthenticateResult.Fail("the keys cannot be looked up");
        }
    }

    private async Task<Caller?> Find(ApiKey key)
    {
        KeyRecord? known = await grains.GetGrain<IKeyDirectoryGrain>(IKeyDirectoryGrain.Key).Verify(key.Id, key.Digest);
        return known is null ? null : new Caller($"key-{known.Id}", known.Name, known.Scope, settings.Limits.Resolve(known.Limits));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A caller was turned away: keys cannot be looked up")]
    private static partial void LogUnreachable(ILogger logger, Exception error);
}
