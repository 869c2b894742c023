using Cluster.V1;

namespace Cluster.Training.Events;

/// <summary>
/// A job's events on disk, in segments: one for each coordinator activation (term). Sequences are gap-free from 1.
/// What a stale activation still writes to its old segment is not part of the log: a segment ends where the next begins.
/// </summary>
public sealed class EventLog : IDisposable
{
    /// <summary>Opens the log of a job, to go on writing in a new segment.</summary>
    /// <param name="directory">The job's directory; created if missing.</param>
    /// <param name="term">Number of this activation, greater than all before.</param>
    /// <param name="time">Stamps the events.</param>
    public EventLog(string directory, long term, TimeProvider time) => throw new NotImplementedException(directory + term + time);

    /// <summary>Sequence of the newest event; 0 for an empty log.</summary>
    public long Head => throw new NotImplementedException();

    /// <summary>Gives an event its sequence and time, and stores it.</summary>
    /// <param name="jobEvent">The event; changed and kept.</param>
    public void Append(JobEvent jobEvent) => throw new NotImplementedException();

    /// <summary>Returns events in order.</summary>
    /// <param name="afterSequence">The first one returned follows this.</param>
    /// <param name="max">Most events returned.</param>
    public IReadOnlyList<JobEvent> Read(long afterSequence, int max) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
