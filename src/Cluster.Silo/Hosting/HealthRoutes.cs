using Cluster.Silo.Access;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cluster.Silo.Hosting;

/// <summary>
/// Health for whoever runs the process. Started: it is part of the cluster. Ready: it also takes work, so not while it stops. Live: the
/// process itself answers, whatever the rest of the cluster does.
/// </summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder routes, int port)
    {
        RouteGroupBuilder management = routes.MapGroup("/healthz");
        management.OnlyOn(port);
        management.AllowAnonymous();
        management.MapGet("/startup", (IHostApplicationLifetime lifetime) => Answer(lifetime.ApplicationStarted.IsCancellationRequested));
        management.MapGet("/ready", async (HealthCheckService checks, CancellationToken cancel) =>
            Answer((await checks.CheckHealthAsync(cancel)).Status == HealthStatus.Healthy));
        management.MapGet("/live", () => Answer(healthy: true));
    }

    private static IResult Answer(bool healthy) => healthy ? Results.Text("ok") : Results.Text("not now", statusCode: StatusCodes.Status503ServiceUnavailable);
}
