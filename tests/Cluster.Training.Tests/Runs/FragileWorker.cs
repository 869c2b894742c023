using Cluster.Training.Exchange;
using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

/// <summary>A worker that can be cut off, as if its machine was gone, at a moment the test chooses.</summary>
internal sealed class FragileWorker : IWorker, IDisposable
{
    private readonly TrainingWorker _worker;
    private readonly LocalExchange _exchange;

    public FragileWorker(TrainingWorker worker, LocalExchange exchange)
    {
        _worker = worker;
        _exchange = exchange;
        Connect();
    }

    /// <summary>Step before which the worker is cut off, once.</summary>
    public long? DiesBefore { get; set; }

    /// <summary>Step after which the worker is cut off, before its report arrives, once.</summary>
    public long? DiesAfter { get; set; }

    /// <summary>Whether it comes back by itself when it is asked the next time.</summary>
    public bool Returns { get; set; }

    /// <summary>Whether it never answers when it is asked to prepare, as if its silo was stuck.</summary>
    public bool HangsInPrepare { get; set; }

    public bool IsCutOff { get; private set; }

    public string Name => _worker.Name;

    public string Endpoint => _worker.Endpoint;

    public void Connect()
    {
        IsCutOff = false;
        _exchange.Connect(Endpoint, _ => _worker);
    }

    public void CutOff()
    {
        IsCutOff = true;
        _exchange.Disconnect(Endpoint);
    }

    public Task<PrepareResult> Prepare(CancellationToken cancel)
    {
        if (IsCutOff && Returns) Connect();
        if (HangsInPrepare) return new TaskCompletionSource<PrepareResult>().Task;
        return Answer(_worker.Prepare(cancel));
    }

    public Task<WorkerStatus> Begin(long attempt, long known, CancellationToken cancel) => Answer(_worker.Begin(attempt, known, cancel));

    public async Task<StepReport[]> RunSteps(StepPlan plan, CancellationToken cancel)
    {
        if (DiesBefore >= plan.Step && DiesBefore < plan.Step + plan.Steps)
        {
            DiesBefore = null;
            CutOff();
        }

        StepReport[] reports = await Answer(_worker.RunSteps(plan, cancel));
        if (DiesAfter is not { } last || !reports.Any(report => report.Outcome == StepOutcome.Completed && report.Version == last + 1)) return reports;
        DiesAfter = null;
        CutOff();
        return await Answer(Task.FromResult(reports));
    }

    public Task<WorkerStatus> CopyFrom(string endpoint, WorkerStatus source, CancellationToken cancel) => Answer(_worker.CopyFrom(endpoint, source, cancel));

    public Task<WorkerStatus> Restore(Checkpoint checkpoint, CancellationToken cancel) => Answer(_worker.Restore(checkpoint, cancel));

    public Task<EvaluationPart> Evaluate(EvaluationSplit split, int firstChunk, int endChunk, CancellationToken cancel) =>
        Answer(_worker.Evaluate(split, firstChunk, endChunk, cancel));

    public Task<CheckpointSaved> Save(IReadOnlyList<string> expired, CancellationToken cancel) => Answer(_worker.Save(expired, cancel));

    public Task<ExportResult> Export(EvaluationResult test, CancellationToken cancel) => Answer(_worker.Export(test, cancel));

    public Task<string> DigestState(long version, CancellationToken cancel) => Answer(_worker.DigestState(version, cancel));

    public Task<string> DigestShard(StepPlan plan, int shard, CancellationToken cancel) => Answer(_worker.DigestShard(plan, shard, cancel));

    public Task Release(CancellationToken cancel) => _worker.Release(cancel);

    public void Dispose() => _worker.Dispose();

    private Task<T> Answer<T>(Task<T> answer) => IsCutOff ? throw new WorkerLostException(Name, "cut off by the test") : answer;
}
