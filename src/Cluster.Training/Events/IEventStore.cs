using Cluster.V1;

namespace Cluster.Training.Events;

/// <summary>
/// A server that keeps the events of all jobs. Each of its changes happens wholly or not at all, and each log has one writer: the term that
/// claimed it last.
/// </summary>
public interface IEventStore
{
    /// <summary>Claims a log for a term: from then on older terms are refused.</summary>
    /// <param name="job">The job.</param>
    /// <param name="term">The term, greater than all before.</param>
    /// <param name="known">Sequence up to which the log is known to have been; 0 also for a log that is not there yet.</param>
    /// <param name="cancel">Gives up; whether the term was claimed is not known then.</param>
    /// <returns>Sequence of the newest event; 0 for a new log.</returns>
    /// <exception cref="IOException">The server does not answer.</exception>
    /// <exception cref="StaleLogException">This term, or a later one, has claimed the log.</exception>
    /// <exception cref="LogLostException">The log has fewer events than are known; nothing was changed.</exception>
    Task<long> Claim(string job, long term, long known, CancellationToken cancel);

    /// <summary>Adds events of one term. Those that are there already are skipped, so a try whose outcome is unknown is repeated.</summary>
    /// <param name="job">The job.</param>
    /// <param name="term">The term that claimed the log.</param>
    /// <param name="after">Sequence before the first of the events.</param>
    /// <param name="events">Events in order, at least one.</param>
    /// <param name="cancel">Gives up; whether they were added is not known then.</param>
    /// <returns>Sequence of the newest event; less than <paramref name="after"/> if events before are missing, and nothing was added.</returns>
    /// <exception cref="IOException">The server does not answer.</exception>
    /// <exception cref="StaleLogException">A later term has claimed the log; nothing was added.</exception>
    /// <exception cref="LogLostException">There is no such log; nothing was added.</exception>
    Task<long> Append(string job, long term, long after, IReadOnlyList<JobEvent> events, CancellationToken cancel);

    /// <summary>Returns events in order.</summary>
    /// <param name="job">The job.</param>
    /// <param name="after">The first one returned follows this.</param>
    /// <param name="max">Most events returned, at least 1.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">The server does not answer.</exception>
    Task<IReadOnlyList<JobEvent>> Read(string job, long after, int max, CancellationToken cancel);
}
