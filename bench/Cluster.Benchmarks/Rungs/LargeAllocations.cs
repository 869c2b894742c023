using System.Diagnostics.Tracing;

namespace Cluster.Benchmarks.Rungs;

/// <summary>Counts what goes on the large object heap: arrays from 85,000 bytes on. The runtime tells it once in about 100 KB of them.</summary>
internal sealed class LargeAllocations : EventListener
{
    private const string RuntimeSource = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Gc = (EventKeywords)1;
    private const int KindIndex = 1;
    private const int BytesIndex = 3;
    private const int TypeIndex = 5;
    private const uint Large = 1;

    private readonly Lock _lock = new();
    private readonly SortedSet<string> _types = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>Bytes since the beginning.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>What they were, such as <c>System.Single[]</c>.</summary>
    public IReadOnlyList<string> Types
    {
        get
        {
            lock (_lock) return [.. _types];
        }
    }

    /// <summary>Counts from here on.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _bytes = 0;
            _types.Clear();
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == RuntimeSource) EnableEvents(eventSource, EventLevel.Verbose, Gc);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true) return;
        if (eventData.Payload is not { Count: > TypeIndex } payload || payload[KindIndex] is not Large) return;
        lock (_lock)
        {
            _bytes += Convert.ToInt64(payload[BytesIndex], System.Globalization.CultureInfo.InvariantCulture);
            _types.Add($"{payload[TypeIndex]}");
        }
    }
}
