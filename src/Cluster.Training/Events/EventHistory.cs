using Cluster.V1;

namespace Cluster.Training.Events;

/// <summary>The events of all segments: the newest in memory, older ones on disk, found by a sparse index.</summary>
internal sealed class EventHistory
{
    /// <summary>Events kept in memory.</summary>
    public const int Recent = 4096;

    private readonly List<EventSegment> _segments = [];
    private readonly JobEvent[] _recent = new JobEvent[Recent];

    /// <summary>Reads a directory's segments; a missing directory is an empty history.</summary>
    /// <remarks>
    /// A segment ends where any later one begins. Events whose predecessors are lost are not part of the history: sequences have no gaps.
    /// </remarks>
    public EventHistory(string directory)
    {
        IReadOnlyList<(long Term, string Path)> files = Files(directory);
        EventSegment[] segments = [.. files.Select(file => EventSegment.Open(file.Path)).OfType<EventSegment>()];
        for (int i = 0; i < segments.Length; i++)
        {
            long limit = segments[(i + 1)..].Select(later => later.First).DefaultIfEmpty(long.MaxValue).Min();
            if (segments[i].First == Head + 1) Replay(segments[i], limit);
        }
    }

    /// <summary>Sequence of the newest event; 0 if there is none.</summary>
    public long Head { get; private set; }

    /// <summary>The segment of the newest event; null if there is none.</summary>
    public EventSegment? Last => _segments.Count > 0 ? _segments[^1] : null;

    /// <summary>Greatest term that has a file, whole or not; 0 if there is none.</summary>
    public static long LastTerm(string directory) => Files(directory) is [.., (long term, _)] ? term : 0;

    /// <summary>Begins a segment after the newest event.</summary>
    public void Begin(EventSegment segment) => _segments.Add(segment);

    /// <summary>Notes that the next event was stored in the newest segment.</summary>
    public void Add(JobEvent jobEvent, long end)
    {
        Head = jobEvent.Sequence;
        _recent[Head % Recent] = jobEvent;
        _segments[^1].Add(end);
    }

    /// <summary>Returns events in order.</summary>
    public List<JobEvent> Read(long afterSequence, int max)
    {
        if (afterSequence >= Head) return [];
        long next = Math.Max(afterSequence, 0) + 1;
        long until = Math.Min(Head + 1, next + Math.Max(max, 0));
        long firstRecent = Math.Max(1, Head - Recent + 1);
        List<JobEvent> events = [];
        foreach (EventSegment segment in _segments)
        {
            long end = Math.Min(Math.Min(segment.Next, until), firstRecent);
            if (next >= end) continue;
            events.AddRange(segment.Read(next, end));
            next = end;
        }

        for (; next < until; next++) events.Add(_recent[next % Recent]);
        return events;
    }

    private static IReadOnlyList<(long Term, string Path)> Files(string directory) =>
        Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory)
                .Select(path => (Term: EventSegment.TermOf(path), Path: path))
                .Where(file => file.Term is not null)
                .Select(file => (file.Term!.Value, file.Path))
                .OrderBy(file => file.Value)]
            : [];

    private void Replay(EventSegment segment, long limit)
    {
        _segments.Add(segment);
        using RecordReader reader = new(segment.Path, segment.End);
        while (segment.Next < limit && reader.Next() is JobEvent jobEvent && jobEvent.Sequence == segment.Next)
            Add(jobEvent, reader.Offset);
    }
}
