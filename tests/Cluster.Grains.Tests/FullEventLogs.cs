using Cluster.Training.Events;
using Cluster.V1;

namespace Cluster.Grains.Tests;

/// <summary>Event logs on a disk that can be full.</summary>
internal sealed class FullEventLogs(IEventLogs logs) : IEventLogs
{
    private volatile bool _full;

    /// <summary>Whether nothing more can be written.</summary>
    public bool Full
    {
        get => _full;
        set => _full = value;
    }

    public bool RunsAhead => logs.RunsAhead;

    public async Task<IEventLog> Open(string job, long term, long known, CancellationToken cancel) =>
        new Log(this, await logs.Open(job, term, known, cancel));

    private sealed class Log(FullEventLogs disk, IEventLog log) : IEventLog
    {
        public long Head => log.Head;

        public string? Trouble => log.Trouble;

        public Task Append(JobEvent jobEvent) => disk.Full ? throw new IOException("no space left on device") : log.Append(jobEvent);

        public Task<IReadOnlyList<JobEvent>> Read(long afterSequence, int max, CancellationToken cancel) => log.Read(afterSequence, max, cancel);

        public void Dispose() => log.Dispose();
    }
}
