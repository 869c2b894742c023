using System.Diagnostics;
using Cluster.Grains.Placement;
using Cluster.Grains.Telemetry;
using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Workers;
using Cluster.V1;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Cluster.Grains.Workers;

/// <summary>Passes calls on to the silo's worker. Computes nothing itself: the work leaves the grain's thread at once.</summary>
[OnNamedSilo, KeepAlive, Reentrant]
public sealed class WorkerGrain(SiloWorkers workers, TrainingInstruments instruments, TimeProvider time, ILogger<WorkerGrain> logger) : Grain, IWorkerGrain
{
    private static readonly Func<ILogger, string, long, long, IDisposable?> StepScope =
        LoggerMessage.DefineScope<string, long, long>("job {Job}, attempt {Attempt}, step {Step}");

    private string Job => this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().LastIndexOf('@')];

    /// <inheritdoc/>
    public Task<PrepareResult> Prepare(JobSpec spec, CancellationToken cancel)
    {
        workers.ThrowIfLeaving(Job);
        TrainingWorker worker = workers.GetOrAdd(Job, spec);
        return Task.Run(() => worker.Prepare(cancel), cancel);
    }

    /// <inheritdoc/>
    public Task<WorkerStatus> Begin(long attempt, long known, CancellationToken cancel) => OnWorker(worker => worker.Begin(attempt, known, cancel));

    /// <inheritdoc/>
    public async Task<StepReport[]> RunSteps(StepPlan plan, CancellationToken cancel)
    {
        using Activity? span = Tracing.StartWorkerSteps(Job, plan);
        using IDisposable? scope = StepScope(logger, Job, plan.Attempt, plan.Step + 1);
        long began = time.GetTimestamp();
        StepReport[] reports = await OnWorker(worker => worker.RunSteps(plan, cancel));
        TimeSpan each = time.GetElapsedTime(began) / reports.Length;
        foreach (StepReport report in reports) instruments.CountWorkerStep(report.Outcome, each);
        if (reports[^1].Outcome == StepOutcome.Completed) return reports;
        span?.SetStatus(ActivityStatusCode.Error, reports[^1].Message);
        workers.GiveNotice(Job);
        return reports;
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
    public async Task<CheckpointSaved> Save(IReadOnlyList<string> expired, CancellationToken cancel)
    {
        long began = time.GetTimestamp();
        CheckpointSaved saved = await OnWorker(worker => worker.Save(expired, cancel));
        if (saved.Error.Length == 0) instruments.CountCheckpoint(time.GetElapsedTime(began));
        return saved;
    }

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
