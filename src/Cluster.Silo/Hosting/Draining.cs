namespace Cluster.Silo.Hosting;

/// <summary>
/// Lets a process answer for a while after it was told to stop: load balancers need that long to see that it is not ready any more.
/// </summary>
internal sealed class Draining(SiloSettings settings, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        settings.Drain == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(settings.Drain), time, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
