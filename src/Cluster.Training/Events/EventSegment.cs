using System.Globalization;
using Cluster.V1;

namespace Cluster.Training.Events;

/// <summary>
/// What one activation wrote: a file of length-delimited events. Its first record says only where the segment begins:
/// the sequence of its first event, and no event. So an activation that was fenced before it wrote an event fences as well.
/// </summary>
internal sealed class EventSegment(string path, long first, long begin)
{
    /// <summary>Events between two remembered offsets.</summary>
    private const int Stride = 256;

    private readonly List<long> _offsets = [];

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Sequence of the first event, whether it is there yet or not.</summary>
    public long First { get; } = first;

    /// <summary>Sequence the next event of this segment must have.</summary>
    public long Next { get; private set; } = first;

    /// <summary>Where the next event goes, in bytes.</summary>
    public long End { get; private set; } = begin;

    /// <summary>Name of a term's file; names sort like terms.</summary>
    public static string FileName(long term) => string.Create(CultureInfo.InvariantCulture, $"events-{term:D19}.log");

    /// <summary>Term of a file, or null if it is no segment.</summary>
    public static long? TermOf(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        string digits = string.Concat(name.Where(char.IsAsciiDigit));
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long term);
        return isNumber && name == FileName(term) ? term : null;
    }

    /// <summary>Opens a segment; null if its activation died before the first record was whole, so it never held an event.</summary>
    public static EventSegment? Open(string path)
    {
        using RecordReader reader = new(path, 0);
        JobEvent? start = reader.Next();
        return start is { EventCase: JobEvent.EventOneofCase.None, Sequence: > 0 } ? new EventSegment(path, start.Sequence, reader.Offset) : null;
    }

    /// <summary>Notes that an event was stored.</summary>
    /// <param name="end">The byte after it.</param>
    public void Add(long end)
    {
        if ((Next - First) % Stride == 0) _offsets.Add(End);
        Next++;
        End = end;
    }

    /// <summary>Reads stored events from one sequence on, up to but without another.</summary>
    public IEnumerable<JobEvent> Read(long from, long until)
    {
        int stride = (int)((from - First) / Stride);
        using RecordReader reader = new(path, _offsets[stride]);
        for (long sequence = First + (long)stride * Stride; sequence < until; sequence++)
        {
            JobEvent jobEvent = reader.Next() ?? throw new InvalidDataException($"Event {sequence} in {path} was damaged while the log was open.");
            if (sequence >= from) yield return jobEvent;
        }
    }
}
