namespace Cluster.Training.Events;

/// <summary>A log lacks events that it had: somebody emptied its store, or another one is in its place. Nothing is written there.</summary>
/// <param name="job">The job.</param>
public sealed class LogLostException(string job) : IOException(
    $"the store has lost events of job {job}: it was emptied, or another one is in its place; nothing was written to it; restore it from a backup");
