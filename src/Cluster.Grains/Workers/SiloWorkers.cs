using System.Collections.Concurrent;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Grains.Workers;

/// <summary>The workers of one silo, by job. The data plane looks them up here.</summary>
/// <param name="silo">Name and data plane of the silo.</param>
/// <param name="surroundings">What the silo gives its workers.</param>
/// <param name="time">The clock.</param>
public sealed class SiloWorkers(SiloIdentity silo, WorkerSurroundings surroundings, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly ConcurrentDictionary<string, TrainingWorker> _workers = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _notices = [];

    /// <summary>How many there are.</summary>
    internal int Count => _workers.Count;

    /// <summary>Cancelled when the silo is about to stop. Until then it may be told to, and still serve those who have not noticed.</summary>
    internal CancellationToken Leaving => _leaving.Token;

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
    public TrainingWorker? Remove(string job)
    {
        GiveNotice(job);
        return _workers.TryRemove(job, out TrainingWorker? worker) ? worker : null;
    }

    /// <summary>Refuses a coordinator's call once the silo leaves; then it knows.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="InvalidOperationException">The silo leaves.</exception>
    internal void ThrowIfLeaving(string job)
    {
        if (!_leaving.IsCancellationRequested) return;
        GiveNotice(job);
        throw new InvalidOperationException("its silo was told to stop");
    }

    /// <summary>Notes that a job's coordinator knows all that it must: its next step goes without this worker, or it leaves itself.</summary>
    /// <param name="job">The job.</param>
    internal void GiveNotice(string job)
    {
        if (_leaving.IsCancellationRequested) NoticeOf(job).TrySetResult();
    }

    /// <summary>
    /// Lets steps in progress end, and takes no new ones. Waits until each job's coordinator was told, so that it need not find out:
    /// once Orleans stops the silo, calls to its grains get no answer for a while.
    /// </summary>
    /// <param name="limit">Longest wait.</param>
    public async Task Leave(TimeSpan limit)
    {
        _leaving.Cancel();
        try
        {
            await Task.WhenAll(_workers.Keys.Select(job => NoticeOf(job).Task)).WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            // A coordinator that asks nothing of its worker now finds it gone later.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _leaving.Dispose();

    private TaskCompletionSource NoticeOf(string job) => _notices.GetOrAdd(job, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
