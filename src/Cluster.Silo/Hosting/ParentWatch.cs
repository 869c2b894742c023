using System.Diagnostics;

namespace Cluster.Silo.Hosting;

/// <summary>Ends the silo when the process that started it is gone.</summary>
internal sealed class ParentWatch(SiloSettings settings, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Parent == 0) return;
        try
        {
            using var parent = Process.GetProcessById(settings.Parent);
            await parent.WaitForExitAsync(stoppingToken);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }

        lifetime.StopApplication();
    }
}
