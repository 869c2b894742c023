using Cluster.Silo.Outside;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cluster.Silo.FrontDoor;

/// <summary>Ready once everything started, and until the process begins to stop; outside the silos also only while they can be reached.</summary>
internal sealed class ReadinessCheck(IHostApplicationLifetime lifetime, LivingSilos? silos = null) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested && silos is not { Reached: false }
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy());
}
