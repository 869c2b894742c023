using Cluster.Grains.Placement;
using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Workers;
using Cluster.V1;
using Orleans.Concurrency;

namespace Cluster.Grains.Workers;

/// <summary>Passes calls on to the silo's worker. Computes nothing itself: the work leaves the grain's thread at once.</summary>
[OnNamedSilo, KeepAlive, Reentrant]
public sealed class WorkerGrain(SiloWorkers workers) : Grain, IWorkerGrain
{
    private string Job => this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().LastIndexOf('@')];

    /// <inheritdoc/>
    public Task<PrepareResult> Prepare(JobSpec spec, CancellationToken cancel)
    {
        workers.ThrowIfLeaving(Job);
        TrainingWorker worker = workers.GetOrAdd(Job, spec);
        return Task.Run(() => worker.Prepare(cancel), cancel);
    }

    /// <inheritdoc/>
    public Task<WorkerStatus> Begin(long attempt, CancellationToken cancel) => OnWorker(worker => worker.Begin(attempt, cancel));

    /// <inheritdoc/>
    public async Task<StepReport> RunStep(StepPlan plan, CancellationToken cancel)
    {
        StepReport report = await OnWorker(worker => worker.RunStep(plan, cancel));
        if (report.Outcome != StepOutcome.Completed) workers.GiveNotice(Job);
        return report;
    }

    /// <inheritdoc/>
    public Task<WorkerStatus> CopyFrom(string endpoint, WorkerStatus source, CancellationToken cancel) =>
        OnWorker(worker => worker.CopyFrom(endpoint, source, cancel));

    /// <inheritdoc/>
    public Task<WorkerStatus> Restore(Checkpoint checkpoint, CancellationToken cancel) => OnWorker(worker => worker.Restore(checkpoint, cancel));

    /// <inheritdoc/>
    public Task<EvaluationPart> Evaluate(EvaluationSplit split, int firstChunk, int endChunk, CancellationToken cancel) =>
        OnWorker(worker => worker.Evaluate(split, firstChunk, endChunk, cancel));

    /// <inheritdoc/>
    public Task<CheckpointSaved> Save(IReadOnlyList<string> expired, CancellationToken cancel) => OnWorker(worker => worker.Save(expired, cancel));

    /// <inheritdoc/>
    public Task<ExportResult> Export(EvaluationResult test, CancellationToken cancel) =>
        OnWorker(worker => worker.Export(test, cancel));

    /// <inheritdoc/>
    public Task<string> DigestState(long version, CancellationToken cancel) => OnWorker(worker => worker.DigestState(version, cancel));

    /// <inheritdoc/>
    public Task<string> DigestShard(StepPlan plan, int shard, CancellationToken cancel) =>
        OnWorker(worker => worker.DigestShard(plan, shard, cancel));

    /// <inheritdoc/>
    public async Task Release(CancellationToken cancel)
    {
        if (workers.Remove(Job) is { } worker) await Task.Run(() => worker.Release(cancel), cancel);
        DeactivateOnIdle();
    }

    private Task<T> OnWorker<T>(Func<TrainingWorker, Task<T>> call)
    {
        workers.ThrowIfLeaving(Job);
        TrainingWorker worker = workers.Find(Job) ?? throw new InvalidOperationException("the worker is not prepared for the job");
        return Task.Run(() => call(worker));
    }
}
