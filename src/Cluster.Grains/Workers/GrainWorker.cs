using System.Diagnostics;
using Cluster.Grains.Telemetry;
using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Grains.Workers;

/// <summary>A worker on some silo, reached through its grain. Everything that can go wrong on the way is one thing: it was lost.</summary>
internal sealed class GrainWorker(
    string name, string endpoint, JobSpec spec, IWorkerGrain grain, StepSpan? step = null, bool keepsExpired = false) : IWorker
{
    /// <summary>A worker that is there answers these at once; one that hangs must not hold up the others.</summary>
    private static readonly TimeSpan ShortLimit = TimeSpan.FromSeconds(1.5);

    public string Name => name;

    public string Endpoint => endpoint;

    public Task<PrepareResult> Prepare(CancellationToken cancel) => Call(grain.Prepare(spec, cancel), Timeout.InfiniteTimeSpan, cancel);

    public Task<WorkerStatus> Begin(long attempt, long known, CancellationToken cancel) => Call(grain.Begin(attempt, known, cancel), ShortLimit, cancel);

    public async Task<StepReport[]> RunSteps(StepPlan plan, CancellationToken cancel)
    {
        using Activity? span = step?.Call(name, plan);
        return await Call(grain.RunSteps(plan, cancel), Timeout.InfiniteTimeSpan, cancel);
    }

    public Task<WorkerStatus> CopyFrom(string source, WorkerStatus status, CancellationToken cancel) =>
        Call(grain.CopyFrom(source, status, cancel), Timeout.InfiniteTimeSpan, cancel);

    public Task<WorkerStatus> Restore(Checkpoint checkpoint, CancellationToken cancel) =>
        Call(grain.Restore(checkpoint, cancel), Timeout.InfiniteTimeSpan, cancel);

    public Task<EvaluationPart> Evaluate(EvaluationSplit split, int firstChunk, int endChunk, CancellationToken cancel) =>
        Call(grain.Evaluate(split, firstChunk, endChunk, cancel), Timeout.InfiniteTimeSpan, cancel);

    // A run that is ahead of its log must be able to go back to any checkpoint that the log names; the copier removes them from all silos.
    public Task<CheckpointSaved> Save(IReadOnlyList<string> expired, CancellationToken cancel) =>
        Call(grain.Save(keepsExpired ? [] : expired, cancel), Timeout.InfiniteTimeSpan, cancel);

    public Task<ExportResult> Export(EvaluationResult test, CancellationToken cancel) =>
        Call(grain.Export(test, cancel), Timeout.InfiniteTimeSpan, cancel);

    public Task<string> DigestState(long version, CancellationToken cancel) =>
        Call(grain.DigestState(version, cancel), Timeout.InfiniteTimeSpan, cancel);

    public Task<string> DigestShard(StepPlan plan, int shard, CancellationToken cancel) =>
        Call(grain.DigestShard(plan, shard, cancel), Timeout.InfiniteTimeSpan, cancel);

    public async Task Release(CancellationToken cancel)
    {
        await Call(Done(), ShortLimit, cancel);

        async Task<bool> Done()
        {
            await grain.Release(cancel);
            return true;
        }
    }

    private async Task<T> Call<T>(Task<T> call, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            return await call.WaitAsync(limit, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw new WorkerLostException(name, error.Message);
        }
    }
}
