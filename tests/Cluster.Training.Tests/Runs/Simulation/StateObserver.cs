using Cluster.Training.Exchange;
using Cluster.Training.Workers;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>Looks at a worker's state from outside, without waiting.</summary>
internal static class StateObserver
{
    /// <summary>Hashes of all vectors of a worker's state; null while the worker is busy with it, empty if it is at another version.</summary>
    public static string[]? StateOf(TrainingWorker worker, long version)
    {
        var hashes = new List<string>();
        using var stop = new CancellationTokenSource();
        try
        {
            while (true)
            {
                Task<StateLease> lending = worker.LendState(version, hashes.Count, stop.Token);
                if (!lending.IsCompleted)
                {
                    stop.Cancel();
                    return null;
                }

                StateLease lease = lending.GetAwaiter().GetResult();
                hashes.Add(Reference.HashOf(lease.Values.Span));
                _ = lease.DisposeAsync().AsTask();
            }
        }
        catch (AttemptFencedException)
        {
            return [.. hashes];
        }
    }
}
