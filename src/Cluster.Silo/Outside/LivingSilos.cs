using Cluster.Grains.Workers;

namespace Cluster.Silo.Outside;

/// <summary>The silos that live, as a front door outside of them knows: it asks one of them every second.</summary>
internal sealed partial class LivingSilos(IGrainFactory grains, TimeProvider time, ILogger<LivingSilos> logger) : BackgroundService, IOtherSilos
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Who has heard nothing for so long is cut off from the cluster.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(6);

    private readonly Lock _changing = new();
    private IReadOnlyList<SiloPlace> _silos = [];
    private TaskCompletionSource _loss = New();
    private long? _heard;

    /// <summary>Ends when a silo is lost that lives now. A call that was on its way to it is never answered, and nobody says so.</summary>
    public Task NextLoss
    {
        get
        {
            lock (_changing) return _loss.Task;
        }
    }

    /// <summary>Whether the cluster was heard of lately, and a silo lives.</summary>
    public bool Reached
    {
        get
        {
            lock (_changing) return _silos.Count > 0 && _heard is { } heard && time.GetElapsedTime(heard) < Trusted;
        }
    }

    public IReadOnlyList<string> OtherDataPlanes()
    {
        lock (_changing) return [.. _silos.Select(silo => silo.DataPlane)];
    }

    /// <summary>Takes over what a silo told.</summary>
    public void Take(IReadOnlyList<SiloPlace> silos)
    {
        TaskCompletionSource? lost = null;
        lock (_changing)
        {
            if (_silos.Except(silos).Any()) (lost, _loss) = (_loss, New());
            (_silos, _heard) = (silos, time.GetTimestamp());
        }

        lost?.SetResult();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                Take(await grains.GetGrain<ISiloDirectoryGrain>(ISiloDirectoryGrain.Key).Now().WaitAsync(stoppingToken));
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogRetry(error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Information, Message = "No silo tells which silos live, trying again: {Error}")]
    private partial void LogRetry(string error);
}
