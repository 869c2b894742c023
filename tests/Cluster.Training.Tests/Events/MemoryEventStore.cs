using Cluster.Training.Events;
using Cluster.V1;

namespace Cluster.Training.Tests.Events;

/// <summary>An event store in memory, which a test makes silent, forgetful or empty.</summary>
public sealed class MemoryEventStore : IEventStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Term, List<byte[]> Events)> _logs = [];
    private volatile bool _silent;
    private volatile bool _losesAnswers;

    /// <summary>Whether nobody is answered.</summary>
    public bool Silent
    {
        get => _silent;
        set => _silent = value;
    }

    /// <summary>Whether appends are carried out but not answered.</summary>
    public bool LosesAnswers
    {
        get => _losesAnswers;
        set => _losesAnswers = value;
    }

    /// <summary>Removes all logs.</summary>
    public void Empty()
    {
        lock (_gate) _logs.Clear();
    }

    /// <summary>Removes the newest events of a log, as a crash does that comes before the disk was written.</summary>
    public void Forget(string job, int events)
    {
        lock (_gate) _logs[job].Events.RemoveRange(_logs[job].Events.Count - events, events);
    }

    /// <summary>Events of a log.</summary>
    public IReadOnlyList<JobEvent> EventsOf(string job)
    {
        lock (_gate) return [.. _logs[job].Events.Select(JobEvent.Parser.ParseFrom)];
    }

    public Task<long> Claim(string job, long term, long known, CancellationToken cancel)
    {
        lock (_gate)
        {
            Answer();
            bool there = _logs.TryGetValue(job, out (long Term, List<byte[]> Events) log);
            if (there && log.Term >= term) throw new StaleLogException(term);
            if ((log.Events?.Count ?? 0) < known) throw new LogLostException(job);
            _logs[job] = (term, log.Events ?? []);
            return Task.FromResult<long>(_logs[job].Events.Count);
        }
    }

    public Task<long> Append(string job, long term, long after, IReadOnlyList<JobEvent> events, CancellationToken cancel)
    {
        lock (_gate)
        {
            Answer();
            if (!_logs.TryGetValue(job, out (long Term, List<byte[]> Events) log)) throw new LogLostException(job);
            if (log.Term != term) throw new StaleLogException(term);
            if (log.Events.Count >= after) log.Events.AddRange(events.Skip((int)(log.Events.Count - after)).Select(happened => Google.Protobuf.MessageExtensions.ToByteArray(happened)));
            return _losesAnswers ? throw new IOException("the answer was lost") : Task.FromResult<long>(log.Events.Count);
        }
    }

    public Task<IReadOnlyList<JobEvent>> Read(string job, long after, int max, CancellationToken cancel)
    {
        lock (_gate)
        {
            Answer();
            return Task.FromResult<IReadOnlyList<JobEvent>>([.. _logs[job].Events.Skip((int)after).Take(max).Select(JobEvent.Parser.ParseFrom)]);
        }
    }

    private void Answer()
    {
        if (_silent) throw new IOException("it is silent");
    }
}
