using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Checkpoints;
using Cluster.Training.Data;
using Cluster.Training.Exchange;
using Cluster.Training.Metrics;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Training.Workers;

/// <summary>The worker itself, wherever it runs: a replica, its state and its side of the step protocol.</summary>
/// <remarks>Calls that touch the state run one after another; a newer attempt ends an older step first.</remarks>
public sealed partial class TrainingWorker(WorkerIdentity identity, JobSpec spec, WorkerSurroundings surroundings) : IWorker, IDisposable
{
    private readonly TurnQueue _turn = new();
    private readonly BlockBoard _board = new();
    private CancellationTokenSource _step = new();
    private PreparedJob? _prepared;
    private readonly RecentReports _recent = new();
    private long _madeIn;
    private volatile bool _computing;

    /// <inheritdoc/>
    public string Name => identity.Name;

    /// <inheritdoc/>
    public string Endpoint => identity.Endpoint;

    /// <summary>Blocks that other workers pull.</summary>
    public BlockBoard Board => _board;

    private string NumericClass => Prepared.Result.Preparation!.NumericClass;

    private PreparedJob Prepared => _prepared ?? throw new WorkerLostException(Name, "it is not prepared for the job");

    /// <inheritdoc/>
    public async Task<PrepareResult> Prepare(CancellationToken cancel)
    {
        // Not behind a step in progress: it may wait for a peer that is gone, until a new coordinator begins the next attempt.
        if (_prepared is { } ready) return ready.Result;
        await using Turn turn = await _turn.Take(cancel);
        try
        {
            if (_prepared is { } already) return already.Result;
            await RequiredFiles.Fetch(spec, surroundings.Fetcher, cancel);
            var job = PreparedJob.Create(spec, surroundings);
            await job.WarmUp(cancel);
            await WarmUpDataPlane(cancel);
            _prepared = job;
            return job.Result;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (DataMissingException error)
        {
            return new PrepareResult(null, 0, 0, "DATA_MISSING", error.Message);
        }
        catch (InvalidDataException error)
        {
            return new PrepareResult(null, 0, 0, "INVALID_DATA", error.Message);
        }
        catch (NotSupportedException error)
        {
            return new PrepareResult(null, 0, 0, "PRECISION_NOT_SUPPORTED", $"{Name}: {error.Message}");
        }
        catch (Exception error)
        {
            return new PrepareResult(null, 0, 0, "PREPARE_FAILED", $"{Name} could not prepare the job: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task<WorkerStatus> Begin(long attempt, long known, CancellationToken cancel)
    {
        if (attempt < _board.Attempt) throw new AttemptFencedException(attempt);
        bool computing = _computing;
        _board.Begin(attempt);
        _step.Cancel();
        await using Turn turn = await _turn.Take(cancel);
        return Status(known) with { WasComputing = computing };
    }

    /// <inheritdoc/>
    public async Task<WorkerStatus> CopyFrom(string endpoint, WorkerStatus source, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        ReplicaState state = Prepared.State;
        // A call that comes late must not take anything back.
        if (state.Version > source.Version) return Status();
        int copied = 0;
        try
        {
            for (; copied < state.Vectors.Count; copied++)
                await surroundings.Exchange.PullState(endpoint, identity.Job, source.Version, copied, state.Vectors[copied].Values, cancel);
        }
        catch (PeerLostException lost)
        {
            if (copied > 0 || lost.Begun) Forget(state);
            return Status() with { SourceLost = lost.Message };
        }
        catch
        {
            Forget(state);
            throw;
        }

        state.Version = source.Version;
        _madeIn = source.MadeIn;
        _recent.Replace(source.Reports);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<WorkerStatus> Restore(Checkpoint checkpoint, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        ReplicaState state = Prepared.State;
        if (checkpoint.Step == 0)
        {
            Forget(state);
            return Status();
        }

        if (checkpoint.NumericClass != NumericClass) return Status();
        try
        {
            await surroundings.Fetcher.FetchVerified(new Blob(checkpoint.Sha256, checkpoint.Size), cancel);
            using Stream file = surroundings.Blobs.OpenRead(checkpoint.Sha256);
            state.Version = CheckpointFile.Read(file, state.Vectors).Step;
        }
        catch (BlobMissingException)
        {
            return Status();
        }
        catch (InvalidDataException)
        {
            state.Reset();
        }

        _madeIn = _board.Attempt;
        _recent.Replace([]);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<CheckpointSaved> Save(IReadOnlyList<string> expired, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        var checkpoint = new Checkpoint
        {
            Step = Prepared.State.Version,
            NumericClass = NumericClass,
            Time = surroundings.Time.GetUtcNow().ToTimestamp(),
        };
        try
        {
            var header = new CheckpointHeader(identity.Job, checkpoint.Step, checkpoint.NumericClass);
            Blob blob = surroundings.Blobs.Write(stream => CheckpointFile.Write(stream, header, Prepared.State.Vectors));
            (checkpoint.Sha256, checkpoint.Size) = (blob.Sha256, blob.Size);
            foreach (string sha256 in expired) surroundings.Blobs.Delete(sha256);
            return new CheckpointSaved { Checkpoint = checkpoint };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new CheckpointSaved { Checkpoint = checkpoint, Error = error.Message };
        }
    }

    /// <inheritdoc/>
    public async Task<ExportResult> Export(EvaluationResult test, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        PreparedJob job = Prepared;
        var content = new ModelContent(
            identity.Job, spec, job.Network, job.Replica.Parameters, job.Dataset, NumericClass, job.State.Version, test.Metrics)
        {
            Report = test.Report,
        };
        try
        {
            return new ExportResult(ModelFolder.Write(surroundings.Blobs, content, surroundings.Time.GetUtcNow()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ExportResult(null, error.Message);
        }
    }

    /// <inheritdoc/>
    public async Task Release(CancellationToken cancel)
    {
        _step.Cancel();
        await using Turn turn = await _turn.Take(cancel);
        _board.Begin(long.MaxValue);
        _prepared?.Dispose();
        _prepared = null;
    }

    /// <summary>Lends out one vector of the state for reading: 0 for the parameters, then the optimizer's vectors.</summary>
    /// <param name="version">Version it must have.</param>
    /// <param name="index">Which vector.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The vector; nothing changes it before the lease is disposed.</returns>
    /// <exception cref="AttemptFencedException">The worker is at another version.</exception>
    public async Task<StateLease> LendState(long version, int index, CancellationToken cancel)
    {
        Turn turn = await _turn.Take(cancel);
        if (_prepared is { } job && job.State.Version == version && index >= 0 && index < job.State.Vectors.Count)
            return new StateLease(turn, job.State.Vectors[index].Values);
        await turn.DisposeAsync();
        throw new AttemptFencedException(version);
    }

    /// <summary>Frees everything.</summary>
    public void Dispose()
    {
        _prepared?.Dispose();
        _step.Dispose();
    }

    // The first pull from a process compiles what serves it, and a worker that joins must not hold up the others.
    private async Task WarmUpDataPlane(CancellationToken cancel)
    {
        try
        {
            await surroundings.Exchange.Pull(identity.Endpoint, identity.Job, attempt: -1, BlockName.Sums(0), 0, new float[1], cancel);
        }
        catch (Exception error) when (error is AttemptFencedException or PeerLostException)
        {
            // There is nothing to pull.
        }
    }

    private void Forget(ReplicaState state)
    {
        state.Reset();
        _madeIn = 0;
        _recent.Replace([]);
    }

    private WorkerStatus Status(long known = long.MaxValue) => new(Prepared.State.Version, _madeIn, _recent.After(known));
}
