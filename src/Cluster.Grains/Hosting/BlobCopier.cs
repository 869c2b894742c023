using Cluster.Grains.Workers;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cluster.Grains.Hosting;

/// <summary>
/// Sees to it that what must not be lost is on two silos, where each has a disk of its own: copies what <see cref="BlobCopies"/> says that this
/// silo copies, and removes checkpoints that expired. Every silo does so.
/// </summary>
public sealed partial class BlobCopier(
    IGrainFactory grains, BlobStore blobs, BlobFetcher fetcher, IBlobPeers peers, SiloIdentity self, TimeProvider time, ILogger<BlobCopier> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>After so long a silo is asked again whether it still has what it had.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly WantedBlobs _wanted = new(grains);
    private readonly HashSet<(string Endpoint, string Sha256)> _held = [];
    private long _forgot = time.GetTimestamp();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Copy(stoppingToken).WaitAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogRetry(error.Message);
            }
        }
    }

    private async Task Copy(CancellationToken cancel)
    {
        if (time.GetElapsedTime(_forgot) > Memory)
        {
            _held.Clear();
            _forgot = time.GetTimestamp();
        }

        Dictionary<string, Blob> wanted = await _wanted.Find();
        foreach (string sha256 in _wanted.TakeExpired(wanted)) blobs.Delete(sha256);
        string[] others = [.. peers.Endpoints()];
        foreach (Blob blob in wanted.Values)
        {
            CopyDecision decision = BlobCopies.Decide(blob.Sha256, [self.DataPlane, .. others], await Holders(blob.Sha256, others, cancel));
            if (!decision.Silos.Contains(self.DataPlane)) continue;
            await fetcher.Fetch(blob, cancel);
            LogCopied(blob.Sha256, decision.Reason);
        }
    }

    // Nobody is asked for more than is needed to know that there are enough.
    private async Task<List<string>> Holders(string sha256, string[] others, CancellationToken cancel)
    {
        List<string> holders = [.. others.Where(other => _held.Contains((other, sha256)))];
        if (blobs.Contains(sha256)) holders.Add(self.DataPlane);
        foreach (string other in others.Except(holders).ToList())
        {
            if (holders.Count >= BlobCopies.Wanted) break;
            if (!await Has(other, sha256, cancel)) continue;
            _held.Add((other, sha256));
            holders.Add(other);
        }

        return holders;
    }

    private async Task<bool> Has(string endpoint, string sha256, CancellationToken cancel)
    {
        try
        {
            return await peers.Has(endpoint, sha256, cancel);
        }
        catch (PeerLostException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Copied {Blob}: {Reason}")]
    private partial void LogCopied(string blob, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "What must be copied could not be found out or copied, trying again: {Error}")]
    private partial void LogRetry(string error);
}
