using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Training.Events;

/// <summary>
/// A job's events on a server. An event is taken at once and stored in the background, in order and many at a time; while the server is
/// silent they wait in memory. What waits is shown to nobody, so nothing that anyone saw is ever taken back.
/// </summary>
public sealed class StoredEventLog : IEventLog
{
    /// <summary>Events kept in memory, and most that may wait.</summary>
    public const int Recent = 8192;

    private const int BatchSize = 512;
    private const int PageSize = 1000;

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    private readonly IEventStore _store;
    private readonly string _job;
    private readonly long _term;
    private readonly long _inherited;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly JobEvent[] _recent = new JobEvent[Recent];
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _closed = new();
    private long _given;
    private long _stored;
    private Exception? _broken;

    /// <summary>Opens a log that this term has claimed.</summary>
    /// <param name="store">The server.</param>
    /// <param name="job">The job.</param>
    /// <param name="term">The term.</param>
    /// <param name="head">Sequence of the newest event there.</param>
    /// <param name="time">Stamps the events.</param>
    public StoredEventLog(IEventStore store, string job, long term, long head, TimeProvider time)
    {
        (_store, _job, _term, _time) = (store, job, term, time);
        _inherited = _given = _stored = head;
        _ = Task.Run(() => StoreAll(_closed.Token));
    }

    /// <inheritdoc/>
    public long Head
    {
        get
        {
            lock (_gate) return _stored;
        }
    }

    /// <inheritdoc/>
    public string? Trouble { get; private set; }

    /// <inheritdoc/>
    public Task Append(JobEvent jobEvent)
    {
        if (jobEvent.EventCase is JobEvent.EventOneofCase.None or JobEvent.EventOneofCase.Heartbeat)
            throw new ArgumentException($"An event of kind {jobEvent.EventCase} is not logged.", nameof(jobEvent));
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_broken is not null) return Task.FromException(_broken);
            if (_given - _stored >= Recent) throw new InvalidOperationException("Too many events wait to be stored.");
            jobEvent.Sequence = ++_given;
            jobEvent.Time = Timestamp.FromDateTimeOffset(_time.GetUtcNow());
            _recent[_given % Recent] = jobEvent;
            _waiting.Enqueue(stored);
        }

        _work.Release();
        return stored.Task;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobEvent>> Read(long afterSequence, int max, CancellationToken cancel)
    {
        long after = Math.Max(afterSequence, 0), head;
        lock (_gate)
        {
            head = _stored;
            if (after >= head || max <= 0) return [];
            if (IsInMemory(after + 1)) return Memory(after, (int)Math.Min(head - after, max));
        }

        IReadOnlyList<JobEvent> page = await _store.Read(_job, after, (int)Math.Min(head - after, Math.Min(max, PageSize)), cancel);
        return page.Count > 0 ? page : throw new LogLostException(_job);
    }

    /// <summary>Stops storing; what still waits is given up.</summary>
    public void Dispose()
    {
        _closed.Cancel();
        Break(new ObjectDisposedException(nameof(StoredEventLog)));
    }

    private async Task StoreAll(CancellationToken closed)
    {
        try
        {
            for (long from = Head; ;)
            {
                await _work.WaitAsync(closed);
                while (Next(from) is { Count: > 0 } batch) from = await Store(from, batch, closed);
            }
        }
        catch (Exception error)
        {
            Break(error);
        }
    }

    // A server that lost its newest events in a crash gets them again: they are in memory, and nobody else wrote.
    private async Task<long> Store(long from, IReadOnlyList<JobEvent> batch, CancellationToken closed)
    {
        try
        {
            long head = await _store.Append(_job, _term, from, batch, closed);
            if (head < from && !IsInMemory(head + 1)) throw new LogLostException(_job);
            Trouble = null;
            Acknowledge(head);
            return head;
        }
        catch (IOException error) when (error is not LogLostException)
        {
            Trouble = error.Message;
            await Task.Delay(Retry, _time, closed);
            return from;
        }
    }

    private List<JobEvent> Next(long from)
    {
        lock (_gate) return Memory(from, (int)Math.Min(_given - from, BatchSize));
    }

    private void Acknowledge(long head)
    {
        lock (_gate)
        {
            for (; _stored < head; _stored++) _waiting.Dequeue().SetResult();
        }
    }

    private void Break(Exception error)
    {
        lock (_gate)
        {
            _broken ??= error;
            Trouble = _broken.Message;
            while (_waiting.TryDequeue(out TaskCompletionSource? waiting)) waiting.SetException(_broken);
        }
    }

    private bool IsInMemory(long sequence) => sequence > _inherited && sequence > _given - Recent;

    private List<JobEvent> Memory(long after, int count) => [.. Enumerable.Range(1, count).Select(i => _recent[(after + i) % Recent])];
}
