namespace Cluster.Training.Events;

/// <summary>Event logs on a server that all silos reach.</summary>
/// <param name="store">The server.</param>
/// <param name="time">Stamps the events.</param>
public sealed class StoredEventLogs(IEventStore store, TimeProvider time) : IEventLogs
{
    /// <inheritdoc/>
    public bool RunsAhead => true;

    /// <inheritdoc/>
    public async Task<IEventLog> Open(string job, long term, long known, CancellationToken cancel) =>
        new StoredEventLog(store, job, term, await store.Claim(job, term, known, cancel), time);
}
