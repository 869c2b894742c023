using Cluster.V1;

namespace Cluster.Training.Events;

/// <summary>A job's events, as the one that writes them sees them. Sequences are gap-free from 1.</summary>
public interface IEventLog : IDisposable
{
    /// <summary>Sequence of the newest event that is stored; 0 for an empty log.</summary>
    long Head { get; }

    /// <summary>Why events cannot be stored at the moment, in a sentence without a full stop; null if they can.</summary>
    string? Trouble { get; }

    /// <summary>Gives an event its sequence and time at once, and stores it after all events before it.</summary>
    /// <param name="jobEvent">The event; changed and kept.</param>
    /// <returns>Ends when the event is stored; until then nobody else gets to see it.</returns>
    /// <exception cref="ArgumentException">The event says nothing, or is a heartbeat.</exception>
    /// <exception cref="IOException">It cannot be stored and is not in the log; another try is worth it.</exception>
    /// <exception cref="StaleLogException">A later activation has opened the log.</exception>
    /// <exception cref="LogLostException">The log is not where it was.</exception>
    Task Append(JobEvent jobEvent);

    /// <summary>Returns stored events in order; do not change them.</summary>
    /// <param name="afterSequence">The first one returned follows this.</param>
    /// <param name="max">Most events returned; there may be fewer although more follow.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="IOException">Events that are not in memory cannot be read.</exception>
    Task<IReadOnlyList<JobEvent>> Read(long afterSequence, int max, CancellationToken cancel);
}
