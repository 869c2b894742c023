using Cluster.Grains.Datasets;
using Cluster.Grains.Jobs;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Runs;
using Cluster.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cluster.Grains.Hosting;

/// <summary>
/// Removes from this silo's store what is of no use any more: files that no dataset has and no unfinished job needs, and transfers that
/// nobody went on with.
/// </summary>
public sealed partial class BlobSweep(
    IGrainFactory grains, BlobStore blobs, PartialBlobs partials, TimeProvider time, ILogger<BlobSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    /// <summary>A job that is being made of a dataset at the moment it is removed is on record long before this is over.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep(Grace).WaitAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogRetry(error.Message);
            }
        }
    }

    /// <summary>Removes what can be removed.</summary>
    /// <param name="grace">How long ago a file must have been given up.</param>
    public async Task Sweep(TimeSpan grace)
    {
        partials.RemoveExpired();
        IReadOnlyList<string> released = await grains.GetGrain<IDatasetDirectoryGrain>(IDatasetDirectoryGrain.Key).Released(grace);
        if (!released.Any(blobs.Contains)) return;
        HashSet<string> needed = await NeededByJobs();
        foreach (string sha256 in released.Where(sha256 => !needed.Contains(sha256))) blobs.Delete(sha256);
    }

    private async Task<HashSet<string>> NeededByJobs()
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (string id in await grains.GetGrain<IJobDirectoryGrain>(IJobDirectoryGrain.Key).Open())
        {
            Job? job = await grains.GetGrain<ICoordinatorGrain>(id).Get();
            if (job is null || JobView.IsFinal(job.State)) continue;
            needed.UnionWith(RequiredFiles.Of(job.ResolvedSpec).Select(file => file.Sha256));
        }

        return needed;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Files that nobody needs could not be looked for, trying again later: {Error}")]
    private partial void LogRetry(string error);
}
