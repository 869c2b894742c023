using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Grains.Workers;

/// <summary>A worker of one job on one silo; its key is <c>job@silo</c>. The calls are those of <see cref="IWorker"/>.</summary>
[Alias("cluster.worker")]
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>Loads the data and builds the network, unless that is done already.</summary>
    [Alias("prepare"), ResponseTimeout("00:05:00")]
    Task<PrepareResult> Prepare(JobSpec spec, CancellationToken cancel);

    /// <summary>Gives up every older attempt.</summary>
    [Alias("begin"), ResponseTimeout("00:00:05")]
    Task<WorkerStatus> Begin(long attempt, long known, CancellationToken cancel);

    /// <summary>Does its share of a plan's steps.</summary>
    [Alias("steps"), ResponseTimeout("01:00:00")]
    Task<StepReport[]> RunSteps(StepPlan plan, CancellationToken cancel);

    /// <summary>Takes over the state of another worker.</summary>
    [Alias("copy"), ResponseTimeout("00:05:00")]
    Task<WorkerStatus> CopyFrom(string endpoint, WorkerStatus source, CancellationToken cancel);

    /// <summary>Takes over a checkpoint.</summary>
    [Alias("restore"), ResponseTimeout("00:05:00")]
    Task<WorkerStatus> Restore(Checkpoint checkpoint, CancellationToken cancel);

    /// <summary>Evaluates some chunks of a split.</summary>
    [Alias("evaluate"), ResponseTimeout("00:30:00")]
    Task<EvaluationPart> Evaluate(EvaluationSplit split, int firstChunk, int endChunk, CancellationToken cancel);

    /// <summary>Writes a checkpoint.</summary>
    [Alias("save"), ResponseTimeout("00:05:00")]
    Task<CheckpointSaved> Save(IReadOnlyList<string> expired, CancellationToken cancel);

    /// <summary>Writes the model folder.</summary>
    [Alias("export"), ResponseTimeout("00:05:00")]
    Task<ExportResult> Export(EvaluationResult test, CancellationToken cancel);

    /// <summary>Digest of version, parameters and optimizer state.</summary>
    [Alias("digest-state"), ResponseTimeout("00:05:00")]
    Task<string> DigestState(long version, CancellationToken cancel);

    /// <summary>Computes a shard, and changes nothing.</summary>
    [Alias("digest-shard"), ResponseTimeout("01:00:00")]
    Task<string> DigestShard(StepPlan plan, int shard, CancellationToken cancel);

    /// <summary>Frees everything held for the job.</summary>
    [Alias("release"), ResponseTimeout("00:00:10")]
    Task Release(CancellationToken cancel);
}
