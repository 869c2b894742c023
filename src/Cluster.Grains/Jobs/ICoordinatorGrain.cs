using Cluster.Grains.Workers;
using Cluster.V1;
using Orleans.Concurrency;

namespace Cluster.Grains.Jobs;

/// <summary>Runs one job; its key is the job's id.</summary>
[Alias("cluster.coordinator")]
public interface ICoordinatorGrain : IGrainWithStringKey
{
    /// <summary>Starts the job; a repeated call changes nothing.</summary>
    /// <param name="spec">The spec as given.</param>
    /// <param name="resolved">The spec with every default.</param>
    [Alias("start")]
    Task<Job> Start(JobSpec spec, JobSpec resolved);

    /// <summary>Returns the job, or null if there is none. Wakes a job that was left unfinished.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<Job?> Get();

    /// <summary>Asks the job to stop.</summary>
    /// <returns>The job, or null if there is none; unchanged if it has ended.</returns>
    [Alias("cancel"), AlwaysInterleave]
    Task<Job?> Cancel();

    /// <summary>Asks the job to free its devices and wait.</summary>
    /// <returns>Null if there is no such job; not accepted if it has ended or is being cancelled.</returns>
    [Alias("pause"), AlwaysInterleave]
    Task<ChangeResult?> Pause();

    /// <summary>Lets a paused job go on.</summary>
    /// <returns>Null if there is no such job; not accepted if it is not paused.</returns>
    [Alias("resume"), AlwaysInterleave, OnceOnly]
    Task<ChangeResult?> Resume();

    /// <summary>Makes a step again, without touching the job.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="maxSteps">Most steps to make, this one included.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null if there is no such job.</returns>
    [Alias("replay"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<ReplayResult?> Replay(long step, long maxSteps, CancellationToken cancel);

    /// <summary>Reads the event log. If there is nothing new, waits a while.</summary>
    /// <param name="afterSequence">The first event returned follows this.</param>
    /// <param name="max">Most events returned.</param>
    /// <param name="wait">How long to wait for the next event.</param>
    /// <param name="cancel">Stops waiting.</param>
    [Alias("events"), AlwaysInterleave, ResponseTimeout("00:01:00")]
    Task<EventPage> ReadEvents(long afterSequence, int max, TimeSpan wait, CancellationToken cancel);
}
