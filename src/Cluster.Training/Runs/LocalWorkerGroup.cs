using Cluster.Training.Workers;

namespace Cluster.Training.Runs;

/// <summary>Workers in this process, without a cluster.</summary>
/// <param name="workers">The workers.</param>
public sealed class LocalWorkerGroup(IReadOnlyList<IWorker> workers) : IWorkerGroup
{
    /// <inheritdoc/>
    public IReadOnlyList<IWorker> Workers() => workers;
}
