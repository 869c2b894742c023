using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>A silo's worker as a coordinator sees it through the network, with the limits that grain calls have.</summary>
internal sealed class SimulatedWorker(SimulatedProcess coordinator, SimulatedSilo silo, SimulatedNetwork network, JobSpec spec, CommittedPlans plans) : IWorker
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1.5), Long = TimeSpan.FromMinutes(5);

    public string Name => silo.Name;

    public string Endpoint => silo.Endpoint;

    public Task<PrepareResult> Prepare(CancellationToken cancel) =>
        network.Call(coordinator, silo, stop => silo.GetOrAdd(spec).Prepare(stop), Long, cancel);

    public Task<WorkerStatus> Begin(long attempt, long known, CancellationToken cancel) => Call((worker, stop) => worker.Begin(attempt, known, stop), Short, cancel);

    public Task<StepReport[]> RunSteps(StepPlan plan, CancellationToken cancel) => Call(
        async (worker, stop) =>
        {
            StepReport[] reports = await worker.RunSteps(plan, stop);
            for (int i = 0; i < reports.Length; i++)
            {
                if (reports[i].Outcome == StepOutcome.Completed) plans.Add(plan.At(i), reports[i]);
            }

            return reports;
        },
        TimeSpan.FromHours(1),
        cancel);

    public Task<WorkerStatus> CopyFrom(string endpoint, WorkerStatus source, CancellationToken cancel) =>
        Call((worker, stop) => worker.CopyFrom(endpoint, source, stop), Long, cancel);

    public Task<WorkerStatus> Restore(Checkpoint checkpoint, CancellationToken cancel) => Call((worker, stop) => worker.Restore(checkpoint, stop), Long, cancel);

    public Task<EvaluationPart> Evaluate(EvaluationSplit split, int firstChunk, int endChunk, CancellationToken cancel) =>
        Call((worker, stop) => worker.Evaluate(split, firstChunk, endChunk, stop), TimeSpan.FromMinutes(30), cancel);

    public Task<CheckpointSaved> Save(IReadOnlyList<string> expired, CancellationToken cancel) => Call((worker, stop) => worker.Save(expired, stop), Long, cancel);

    public Task<ExportResult> Export(EvaluationResult test, CancellationToken cancel) =>
        Call((worker, stop) => worker.Export(test, stop), Long, cancel);

    public Task<string> DigestState(long version, CancellationToken cancel) => Call((worker, stop) => worker.DigestState(version, stop), Long, cancel);

    public Task<string> DigestShard(StepPlan plan, int shard, CancellationToken cancel) =>
        Call((worker, stop) => worker.DigestShard(plan, shard, stop), Long, cancel);

    public Task Release(CancellationToken cancel) => Call(
        async (worker, stop) =>
        {
            await worker.Release(stop);
            return true;
        },
        Short,
        cancel);

    private Task<T> Call<T>(Func<TrainingWorker, CancellationToken, Task<T>> serve, TimeSpan limit, CancellationToken cancel) => network.Call(
        coordinator,
        silo,
        stop => silo.Worker is { } worker ? serve(worker, stop) : throw new InvalidOperationException("the worker is not prepared for the job"),
        limit,
        cancel);
}
