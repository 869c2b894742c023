using System.Runtime.CompilerServices;
using Cluster.Grains.Jobs;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Silo.FrontDoor;

/// <summary>
/// Follows a job's event log at the reader's pace: the log is durable, so a slow reader reads later and holds up nobody.
/// </summary>
internal sealed partial class JobEventStream(IHostApplicationLifetime lifetime, TimeProvider time, ILogger<JobEventStream> logger)
{
    private const int PageSize = 256;
    private static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a coordinator may be silent, while it moves to another silo, before the reader is sent away to try again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Yields events in order, and heartbeats while nothing happens; ends after the last event of an ended job.</summary>
    public async IAsyncEnumerable<JobEvent> Follow(ICoordinatorGrain coordinator, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        while (true)
        {
            EventPage page = await Read(coordinator, after, stop.Token);
            foreach (JobEvent happened in page.Events) yield return happened;
            if (page.Events.Count > 0) after = page.Events[^1].Sequence;
            if (page.Ended) yield break;
            if (page.Events.Count == 0)
                yield return new JobEvent { Time = time.GetUtcNow().ToTimestamp(), Heartbeat = new Heartbeat { HeadSequence = page.Head } };
        }
    }

    private async Task<EventPage> Read(ICoordinatorGrain coordinator, long after, CancellationToken stop)
    {
        for (long began = time.GetTimestamp(); ;)
        {
            try
            {
                return await coordinator.ReadEvents(after, PageSize, HeartbeatPeriod, stop).WaitAsync(stop);
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                throw Errors.Draining();
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                if (time.GetElapsedTime(began) > Patience)
                {
                    LogSilent(error, coordinator.GetPrimaryKeyString());
                    throw Errors.Unavailable();
                }

                await Pause(stop);
            }
        }
    }

    private async Task Pause(CancellationToken stop)
    {
        try
        {
            await Task.Delay(RetryDelay, time, stop);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Errors.Draining();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator of job {Job} is silent")]
    private partial void LogSilent(Exception error, string job);
}
