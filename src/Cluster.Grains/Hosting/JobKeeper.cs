using Cluster.Grains.Jobs;
using Cluster.Training.Runs;
using Cluster.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cluster.Grains.Hosting;

/// <summary>
/// Keeps unfinished jobs running: asking a coordinator for its job wakes it, on any silo, after its own silo was lost
/// or everything was started again. Every silo does so; repeats are harmless.
/// </summary>
public sealed partial class JobKeeper(IGrainFactory grains, TimeProvider time, ILogger<JobKeeper> logger) : BackgroundService
{
    /// <summary>Two small calls; after a coordinator was lost its job stands still for about as long.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await WakeAll().WaitAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogRetry(error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WakeAll()
    {
        var directory = grains.GetGrain<IJobDirectoryGrain>(IJobDirectoryGrain.Key);
        foreach (string id in await directory.Open())
        {
            try
            {
                Job? job = await grains.GetGrain<ICoordinatorGrain>(id).Get();
                if (job is null || JobView.IsFinal(job.State)) await directory.Close(id);
            }
            catch (Exception error)
            {
                // A job that cannot be woken must not keep the others asleep.
                LogRetry(error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Open jobs could not be asked for, trying again: {Error}")]
    private partial void LogRetry(string error);
}
