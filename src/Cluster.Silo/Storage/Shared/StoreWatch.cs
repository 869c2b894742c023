namespace Cluster.Silo.Storage.Shared;

/// <summary>Tells in the log and in a metric when the store is silent, when it is back, and when it is not this cluster's any more.</summary>
internal sealed partial class StoreWatch(ISharedStore store, StoreIdentity identity, TimeProvider time, ILogger<StoreWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    private readonly Lock _changing = new();
    private string? _told;
    private long? _silentSince;

    /// <summary>For how long the store has not answered, or has not been this cluster's; zero while all is well.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_changing) return _silentSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            long asked = time.GetTimestamp();
            IOException? trouble = await Look(stoppingToken);
            lock (_changing) _silentSince = trouble is null ? null : _silentSince ?? asked;
            if (trouble?.Message == _told) continue;
            _told = trouble?.Message;
            if (trouble is null) LogBack(store.Name);
            else if (trouble is StoreLostException) LogLost(trouble.Message);
            else LogSilent(trouble.Message);
        }
    }

    private async Task<IOException?> Look(CancellationToken stop)
    {
        try
        {
            await identity.Verify(stop);
            return null;
        }
        catch (IOException error)
        {
            return error;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Store} store answers again")]
    private partial void LogBack(string store);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Training goes on, but nothing is stored: {Cause}")]
    private partial void LogSilent(string cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Cause}")]
    private partial void LogLost(string cause);
}
