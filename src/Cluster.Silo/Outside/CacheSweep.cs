using Cluster.Silo.Hosting;

namespace Cluster.Silo.Outside;

/// <summary>Keeps a front door's copies of files within a limit: those that came first go first. Silos have them all.</summary>
internal sealed partial class CacheSweep(DataDirectory data, SiloSettings settings, TimeProvider time, ILogger<CacheSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);

    /// <summary>What is newer is in use, or was sent for just now.</summary>
    private static readonly TimeSpan Untouched = TimeSpan.FromMinutes(2);

    /// <summary>Removes what is too much.</summary>
    /// <returns>Files removed.</returns>
    public int Sweep()
    {
        if (!Directory.Exists(data.Blobs)) return 0;
        DateTime latest = time.GetUtcNow().UtcDateTime - Untouched;
        FileInfo[] files = [.. new DirectoryInfo(data.Blobs).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.LastWriteTimeUtc)];
        long excess = files.Sum(file => file.Length) - settings.Cache;
        int removed = 0;
        foreach (FileInfo file in files.TakeWhile(file => file.LastWriteTimeUtc < latest))
        {
            if (excess <= 0) break;
            excess -= file.Length;
            file.Delete();
            removed++;
        }

        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Sweep();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogNotRemoved(error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Copies of files could not be removed: {Error}")]
    private partial void LogNotRemoved(string error);
}
