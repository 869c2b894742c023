using System.Collections.Concurrent;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Grains.Workers;

/// <summary>The workers of one silo, by job. The data plane looks them up here.</summary>
/// <param name="silo">Name and data plane of the silo.</param>
/// <param name="surroundings">What the silo gives its workers.</param>
public sealed class SiloWorkers(SiloIdentity silo, WorkerSurroundings surroundings)
{
    private readonly ConcurrentDictionary<string, TrainingWorker> _workers = [];

    /// <summary>Returns a job's worker, made if it is not there.</summary>
    /// <param name="job">The job.</param>
    /// <param name="spec">Its resolved spec.</param>
    public TrainingWorker GetOrAdd(string job, JobSpec spec) => _workers.GetOrAdd(
        job, id => new TrainingWorker(new WorkerIdentity(id, silo.Name, silo.DataPlane), spec, surroundings));

    /// <summary>Returns a job's worker, or null.</summary>
    /// <param name="job">The job.</param>
    public TrainingWorker? Find(string job) => _workers.GetValueOrDefault(job);

    /// <summary>Forgets a job's worker and returns it, or null.</summary>
    /// <param name="job">The job.</param>
    public TrainingWorker? Remove(string job) => _workers.TryRemove(job, out TrainingWorker? worker) ? worker : null;
}
