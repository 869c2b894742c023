using Cluster.Grains.Workers;
using Microsoft.Extensions.Hosting;

namespace Cluster.Grains.Hosting;

/// <summary>Lets coordinators and workers of a silo that is told to stop take their leave, before anything of the silo stops.</summary>
internal sealed class WorkerDrain(SiloWorkers workers) : IHostedLifecycleService
{
    /// <summary>A step takes less as a rule; one that takes longer is given up.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public Task StoppingAsync(CancellationToken cancellationToken) => workers.Leave(Limit);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
