namespace Cluster.Training.Events;

/// <summary>Event logs in files, in a directory that all silos share.</summary>
/// <param name="root">Directory with one folder for each job.</param>
/// <param name="time">Stamps the events.</param>
public sealed class FileEventLogs(string root, TimeProvider time) : IEventLogs
{
    /// <inheritdoc/>
    public bool RunsAhead => false;

    /// <inheritdoc/>
    public Task<IEventLog> Open(string job, long term, long known, CancellationToken cancel) =>
        Task.FromResult<IEventLog>(new EventLog(Path.Combine(root, job), term, time));
}
