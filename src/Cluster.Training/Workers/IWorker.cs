using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.V1;

namespace Cluster.Training.Workers;

/// <summary>A replica of one job on one device of one silo. Every call may be repeated.</summary>
public interface IWorker
{
    /// <summary>Unique in the job: the silo's name.</summary>
    string Name { get; }

    /// <summary>Base address of the silo's data plane.</summary>
    string Endpoint { get; }

    /// <summary>Loads the data and builds the network at version 0, unless that is done already.</summary>
    /// <param name="cancel">Stops waiting for the answer.</param>
    /// <exception cref="WorkerLostException">The worker does not answer.</exception>
    Task<PrepareResult> Prepare(CancellationToken cancel);

    /// <summary>Gives up every older attempt; afterwards nothing is in progress and the version is certain.</summary>
    /// <param name="attempt">The new attempt.</param>
    /// <param name="known">Newest step whose report the caller knows; the answer has those after it.</param>
    /// <param name="cancel">Stops waiting for the answer.</param>
    /// <exception cref="WorkerLostException">The worker does not answer, or is at a newer attempt.</exception>
    Task<WorkerStatus> Begin(long attempt, long known, CancellationToken cancel);

    /// <summary>Does its share of a plan's steps, one after another; each is committed by itself.</summary>
    /// <param name="plan">Who does what.</param>
    /// <param name="cancel">Gives the try up.</param>
    /// <returns>A report of each step that was tried: all completed, but perhaps the last.</returns>
    /// <exception cref="WorkerLostException">The worker does not answer.</exception>
    Task<StepReport[]> RunSteps(StepPlan plan, CancellationToken cancel);

    /// <summary>Takes over parameters and optimizer state of another worker, unless the own ones are newer.</summary>
    /// <param name="endpoint">Data plane of the other worker.</param>
    /// <param name="source">Where the other worker stands.</param>
    /// <param name="cancel">Gives up; the worker is then at version 0 or unchanged.</param>
    /// <exception cref="WorkerLostException">The worker, or the other one, does not answer.</exception>
    Task<WorkerStatus> CopyFrom(string endpoint, WorkerStatus source, CancellationToken cancel);

    /// <summary>Takes over a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint; that of step 0 is the beginning itself, which needs no file.</param>
    /// <param name="cancel">Stops waiting for the answer.</param>
    /// <returns>Where it stands: at the checkpoint's step, or as before if the checkpoint is damaged or missing.</returns>
    /// <exception cref="WorkerLostException">The worker does not answer.</exception>
    Task<WorkerStatus> Restore(Checkpoint checkpoint, CancellationToken cancel);

    /// <summary>Evaluates some chunks of a split with the current parameters.</summary>
    /// <param name="split">The split.</param>
    /// <param name="firstChunk">First chunk.</param>
    /// <param name="endChunk">One past the last chunk.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="WorkerLostException">The worker does not answer.</exception>
    Task<EvaluationPart> Evaluate(EvaluationSplit split, int firstChunk, int endChunk, CancellationToken cancel);

    /// <summary>Writes a checkpoint of the current version to the silo's durable store.</summary>
    /// <param name="expired">Digests of checkpoints to delete once the new one is durable.</param>
    /// <param name="cancel">Stops waiting for the answer.</param>
    /// <returns>The checkpoint, or why it could not be written.</returns>
    /// <exception cref="WorkerLostException">The worker does not answer.</exception>
    Task<CheckpointSaved> Save(IReadOnlyList<string> expired, CancellationToken cancel);

    /// <summary>Writes the model folder of the current version to the silo's durable store.</summary>
    /// <param name="test">What the test came to.</param>
    /// <param name="cancel">Stops waiting for the answer.</param>
    /// <returns>The model, or why it could not be stored.</returns>
    /// <exception cref="WorkerLostException">The worker does not answer.</exception>
    Task<ExportResult> Export(EvaluationResult test, CancellationToken cancel);

    /// <summary>Digest of version, parameters and optimizer state: equal on all workers, if none is wrong.</summary>
    /// <param name="version">The version; the worker must be at it.</param>
    /// <param name="cancel">Stops waiting for the answer.</param>
    /// <returns>SHA-256 in lower-case hex.</returns>
    /// <exception cref="WorkerLostException">The worker does not answer, or is at another version.</exception>
    Task<string> DigestState(long version, CancellationToken cancel);

    /// <summary>Computes a shard, and changes nothing.</summary>
    /// <param name="plan">The step; the worker must be at its version.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>SHA-256 of its gradient sums and loss sums in lower-case hex.</returns>
    /// <exception cref="WorkerLostException">The worker does not answer, or is at another version.</exception>
    Task<string> DigestShard(StepPlan plan, int shard, CancellationToken cancel);

    /// <summary>Frees everything held for the job.</summary>
    /// <param name="cancel">Stops waiting for the answer.</param>
    Task Release(CancellationToken cancel);
}
