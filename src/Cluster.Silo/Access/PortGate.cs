namespace Cluster.Silo.Access;

/// <summary>Keeps endpoints to the port that they are for. The host that a caller names decides nothing: callers can write there what they like.</summary>
internal static class PortGate
{
    /// <summary>Answers 404 on other ports.</summary>
    public static void OnlyOn(this RouteGroupBuilder group, int port) => group.OnlyOn(_ => port);

    /// <summary>Answers 404 on other ports than the one that an endpoint is for.</summary>
    public static void OnlyOn(this RouteGroupBuilder group, Func<EndpointBuilder, int> portOf) => ((IEndpointConventionBuilder)group).Finally(endpoint =>
    {
        if (endpoint.RequestDelegate is not { } serve) return;
        int port = portOf(endpoint);
        endpoint.RequestDelegate = context =>
        {
            if (context.Connection.LocalPort == port) return serve(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
    });
}
