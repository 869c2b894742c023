using Cluster.Training.Workers;

namespace Cluster.Training.Runs;

/// <summary>The workers a job may use right now.</summary>
public interface IWorkerGroup
{
    /// <summary>Returns the workers known at this moment, at once; they may still be starting or already lost.</summary>
    IReadOnlyList<IWorker> Workers();
}
