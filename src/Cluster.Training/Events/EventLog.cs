using Cluster.Training.Blobs;
using Cluster.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Training.Events;

/// <summary>
/// A job's events on disk, in segments: one for each coordinator activation (term). Sequences are gap-free from 1.
/// What a stale activation still writes to its old segment is not part of the log: a segment ends where the next begins.
/// </summary>
/// <remarks>
/// One thread at a time. The newest events are kept in memory, for the rest one offset in 256. Opening never fails for damage:
/// the log then ends before the first event that is not whole.
/// </remarks>
public sealed class EventLog : IEventLog
{
    private readonly string _directory;
    private readonly long _term;
    private readonly EventHistory _history;
    private readonly EventSegment? _segment;
    private readonly FileStream? _file;
    private readonly TimeProvider? _time;
    private readonly MemoryStream _record = new();

    /// <summary>Opens the log of a job, to go on writing in a new segment.</summary>
    /// <param name="directory">The job's directory; created if missing.</param>
    /// <param name="term">Number of this activation, greater than all before; at least 1.</param>
    /// <param name="time">Stamps the events.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is a segment of this term or a later one.</exception>
    /// <exception cref="IOException">The directory cannot be read or written.</exception>
    public EventLog(string directory, long term, TimeProvider time)
    {
        (_directory, _term, _time) = (directory, term, time);
        Directory.CreateDirectory(directory);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(term, EventHistory.LastTerm(directory));
        string path = Path.Combine(directory, EventSegment.FileName(term));
        // From here on no older activation is current. So what one of them showed to anyone was stored before, and is read now.
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            _history = new EventHistory(directory);
            // What the new segment builds on must last at least as long as itself.
            if (_history.Last is EventSegment last) FlushToDisk(last.Path);
            new JobEvent { Sequence = Head + 1 }.WriteDelimitedTo(_record);
            Store(0, flushToDisk: true);
            DirectoryEntries.Flush(directory);
            _segment = new EventSegment(path, Head + 1, _record.Length);
            _history.Begin(_segment);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    private EventLog(string directory) => (_directory, _history) = (directory, new EventHistory(directory));

    /// <summary>Sequence of the newest event; 0 for an empty log.</summary>
    public long Head => _history.Head;

    /// <summary>Always null: whoever appends is told at once.</summary>
    string? IEventLog.Trouble => null;

    /// <summary>Opens a log to read it only, as it is now. A missing directory is an empty log.</summary>
    /// <param name="directory">The job's directory.</param>
    public static EventLog OpenRead(string directory) => new(directory);

    /// <summary>
    /// Gives an event its sequence and time, and stores it: changes of state, checkpoints and the model on the disk itself, others
    /// with the operating system, where they survive this process but not a power cut.
    /// </summary>
    /// <param name="jobEvent">The event; changed and kept.</param>
    /// <exception cref="ArgumentException">The event says nothing, or is a heartbeat.</exception>
    /// <exception cref="InvalidOperationException">The log was opened to be read.</exception>
    /// <exception cref="IOException">The disk is full or broken; the event is not in the log.</exception>
    /// <exception cref="StaleLogException">A later activation has opened the log; whether the event is in it, only that one knows.</exception>
    public void Append(JobEvent jobEvent)
    {
        if (_segment is null || _time is null) throw new InvalidOperationException("The log was opened to be read only.");
        if (jobEvent.EventCase is JobEvent.EventOneofCase.None or JobEvent.EventOneofCase.Heartbeat)
            throw new ArgumentException($"An event of kind {jobEvent.EventCase} is not logged.", nameof(jobEvent));
        jobEvent.Sequence = Head + 1;
        jobEvent.Time = Timestamp.FromDateTimeOffset(_time.GetUtcNow());
        _record.SetLength(0);
        jobEvent.WriteDelimitedTo(_record);
        Store(_segment.End, flushToDisk: jobEvent.EventCase is JobEvent.EventOneofCase.StateChanged
            or JobEvent.EventOneofCase.CheckpointSaved or JobEvent.EventOneofCase.ModelSaved);
        if (EventHistory.LastTerm(_directory) > _term) throw new StaleLogException(_term);
        _history.Add(jobEvent, _segment.End + _record.Length);
    }

    /// <summary>Returns events in order; do not change them. The newest 4096 come from memory, older ones from disk.</summary>
    /// <param name="afterSequence">The first one returned follows this.</param>
    /// <param name="max">Most events returned.</param>
    public IReadOnlyList<JobEvent> Read(long afterSequence, int max) => _history.Read(afterSequence, max);

    Task IEventLog.Append(JobEvent jobEvent)
    {
        Append(jobEvent);
        return Task.CompletedTask;
    }

    Task<IReadOnlyList<JobEvent>> IEventLog.Read(long afterSequence, int max, CancellationToken cancel) => Task.FromResult(Read(afterSequence, max));

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _record.Dispose();
    }

    /// <summary>Writes the record at an offset, over what a failed write may have left there.</summary>
    private void Store(long offset, bool flushToDisk)
    {
        try
        {
            RandomAccess.Write(_file!.SafeFileHandle, _record.GetBuffer().AsSpan(0, (int)_record.Length), offset);
            if (flushToDisk) RandomAccess.FlushToDisk(_file.SafeFileHandle);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file!.SafeFileHandle, offset);
            throw;
        }
    }

    private static void FlushToDisk(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
