using Cluster.Silo.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cluster.Silo.Access;

/// <summary>Puts access control before a front door that others than this machine can reach.</summary>
internal static class FrontDoorAccess
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30), PingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Registers who is known and what they may do. A front door on loopback takes every call and needs nothing of it.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="silo">The silo's settings.</param>
    /// <param name="adminKey">Where the operator's key lies unless the settings say otherwise.</param>
    /// <exception cref="SiloStartException">A file of the settings can't be used.</exception>
    public static void AddAccess(this IServiceCollection services, SiloSettings silo, string adminKey)
    {
        if (silo.RequiresAccess) services.AddAccess(silo.Access, adminKey);
    }

    /// <summary>Puts the checks before everything that the process serves, and makes the place for the services of the front door.</summary>
    public static IEndpointRouteBuilder MapFrontDoor(this WebApplication app, SiloSettings silo, Func<EndpointBuilder, int> portOf)
    {
        RouteGroupBuilder frontDoor = app.MapGroup("");
        frontDoor.OnlyOn(portOf);
        if (!silo.RequiresAccess) return frontDoor;
        frontDoor.RequireScopes();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<RequestLimit>();
        return frontDoor;
    }

    /// <summary>Limits what callers can use before they said who they are.</summary>
    public static void UseLimits(this KestrelServerOptions kestrel, SiloSettings silo)
    {
        if (!silo.RequiresAccess) return;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(silo.Access.Limits.HeaderSeconds);
        // A connection whose other side is gone is closed.
        kestrel.Limits.Http2.KeepAlivePingDelay = PingDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = PingTimeout;
    }

    /// <summary>Limits the connections of the front door.</summary>
    public static void UseLimits(this ListenOptions listen, SiloSettings silo)
    {
        if (!silo.RequiresAccess) return;
        var connections = new ConnectionLimit(silo.Access.Limits.Connections);
        listen.Use(next => connection => connections.Serve(connection, next));
    }

    // A method of its own, so that a silo on loopback does not even load the libraries.
    private static void AddAccess(this IServiceCollection services, AccessSettings settings, string adminKey)
    {
        services.AddSingleton(settings);
        services.AddSingleton(new AdminKeyFile(settings.AdminKeyFile, adminKey));
        AuthenticationBuilder schemes = services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, options =>
                options.ForwardDefaultSelector = context => Schemes.Of(context, settings.Jwt.IsUsed))
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(Schemes.Key, null)
            .AddScheme<AuthenticationSchemeOptions, CertificateHandler>(Schemes.Certificate, null);
        if (settings.Jwt.IsUsed) schemes.AddJwtBearer(Schemes.Token, bearer => TokenCallers.Configure(bearer, settings));
        services.AddAuthorization(options => options.AddScopes());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        services.AddSingleton<RequestLimit>();
        services.AddSingleton<AccountInterceptor>();
        services.AddGrpc(grpc => grpc.Interceptors.Add<AccountInterceptor>());
    }
}
