using Cluster.Grains.Telemetry;
using Cluster.Grains.Workers;
using Cluster.Training.Events;
using Cluster.Training.Runs;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Cluster.Grains.Jobs;

/// <summary>Runs one job: drives the training run, logs what happens, answers questions. Carries no tensor.</summary>
[KeepAlive]
public sealed partial class CoordinatorGrain(
    [PersistentState("job")] IPersistentState<JobRecord> record,
    IEventLogs logs,
    ActiveSilos silos,
    SiloIdentity silo,
    TrainingInstruments instruments,
    TimeProvider time,
    SiloWorkers workers,
    ILogger<CoordinatorGrain> logger) : Grain, ICoordinatorGrain, IDisposable
{
    /// <summary>Attempts a term may use; a term is one activation, so this is never reached.</summary>
    private const long AttemptsPerTerm = 1L << 40;

    /// <summary>Attempts a run may use; a run ends with a pause, so a term has few.</summary>
    private const long AttemptsPerRun = 1L << 30;

    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _leave = new();
    private CancellationTokenSource _pause = new();
    private CancellationTokenRegistration _stopping;
    private Takeover? _takeover;
    private readonly TaskSignal _happened = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly LogLead _lead = new(time);
    private IEventLog? _log;
    private Task _training = Task.CompletedTask;
    private bool _cancelled;
    private bool _toWrite;
    private long _runs;

    private Job Job => record.State.Job;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Orleans lets a grain go when its last request is answered, and watchers wait here for what happens next. Nothing would,
        // because the silo's worker ends too; so the job begins to move before the silo begins to stop.
        _stopping = workers.Leaving.UnsafeRegister(_ => _ = Depart(), null);
        if (record.RecordExists) await Open();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Leave();
        await _training.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>Closes the log; called after the grain was deactivated.</summary>
    public void Dispose()
    {
        if (_log is not null) instruments.Drop(Id);
        _stopping.Dispose();
        _log?.Dispose();
        _stop.Dispose();
        _leave.Dispose();
        _pause.Dispose();
        _writing.Dispose();
    }

    /// <inheritdoc/>
    public async Task<Job> Start(JobSpec spec, JobSpec resolved)
    {
        if (record.RecordExists) return Job;
        record.State.Job = new Job
        {
            Id = Id,
            Spec = spec,
            ResolvedSpec = resolved,
            State = Job.Types.State.Queued,
            CreateTime = time.GetUtcNow().ToTimestamp(),
            Progress = new Progress { Epochs = resolved.Training.Epochs },
        };
        try
        {
            await Open();
            return Job;
        }
        catch
        {
            // Half a start is none: the next call begins again with what is on disk.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<Job?> Get()
    {
        // There is no such job: nothing to keep alive for everyone who asks.
        if (record.State.Term == 0) DeactivateOnIdle();
        return Task.FromResult(_log is null ? null : Shown());
    }

    /// <inheritdoc/>
    public async Task<Job?> Cancel()
    {
        if (_log is null) return null;
        if (_cancelled || JobView.IsFinal(Job.State)) return Job;
        _cancelled = true;
        bool idle = Job.State == Job.Types.State.Paused;
        await Record(RunEvent.State(Job.Types.State.Cancelling, "CANCEL_REQUESTED", "a cancel was asked for"));
        Job answer = Job.Clone();
        await _stop.CancelAsync();
        if (idle) _training = Train();
        return answer;
    }

    /// <inheritdoc/>
    public async Task<ChangeResult?> Pause()
    {
        if (_log is null) return null;
        if (_cancelled || JobView.IsFinal(Job.State)) return new ChangeResult(Job, Accepted: false);
        if (Job.State is Job.Types.State.Pausing or Job.Types.State.Paused) return new ChangeResult(Job, Accepted: true);
        await Record(RunEvent.State(Job.Types.State.Pausing, "PAUSE_REQUESTED", "a pause was asked for"));
        var answer = new ChangeResult(Job.Clone(), Accepted: true);
        await _pause.CancelAsync();
        return answer;
    }

    /// <inheritdoc/>
    public async Task<ChangeResult?> Resume()
    {
        if (_log is null) return null;
        if (_cancelled || Job.State != Job.Types.State.Paused) return new ChangeResult(Job, Accepted: false);
        _pause.Dispose();
        _pause = new CancellationTokenSource();
        _takeover = null;
        await Record(RunEvent.State(Job.Types.State.Queued, "RESUME_REQUESTED", "the job is to go on"));
        // The answer is what was asked for: the run changes the job from here on.
        var answer = new ChangeResult(Job.Clone(), Accepted: true);
        _training = Train();
        return answer;
    }

    /// <inheritdoc/>
    public async Task<ReplayResult?> Replay(long step, long maxSteps, CancellationToken cancel) =>
        _log is null ? null : await new JobReplay(Job.Clone(), _log, silos, GrainFactory, time).Run(step, maxSteps, cancel);

    /// <inheritdoc/>
    public async Task<EventPage> ReadEvents(long afterSequence, int max, TimeSpan wait, CancellationToken cancel)
    {
        if (_log is null) return new EventPage([], 0, Ended: true);
        if (afterSequence >= _log.Head && !JobView.IsFinal(Job.State)) await WaitForNext(wait, cancel);
        IReadOnlyList<JobEvent> events = await _log.Read(afterSequence, max, cancel);
        bool ended = JobView.IsFinal(Job.State) && (events.Count == 0 || events[^1].Sequence == _log.Head);
        return new EventPage(events, _log.Head, ended);
    }

    private async Task WaitForNext(TimeSpan wait, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, _leave.Token);
        try
        {
            await _happened.Wait(wait, time, stop.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SiloUnavailableException("the job moves to another silo");
        }
    }

    // Every activation is a new term: what an older one still writes is not part of the log any more.
    private async Task Open()
    {
        string before = record.State.Silo;
        record.State.Term++;
        record.State.Silo = silo.Name;
        await record.WriteStateAsync();
        _log = await OpenLog();
        while (record.State.Head < _log.Head)
        {
            foreach (JobEvent missed in await _log.Read(record.State.Head, 1000, CancellationToken.None)) Apply(missed);
        }

        instruments.Hold(Id, Job.State);
        if (_log.Head == 0) await Record(RunEvent.State(Job.Types.State.Queued));
        else if (before.Length > 0) _takeover = TakenFrom(before, (await _log.Read(_log.Head - 1, 1, CancellationToken.None))[0]);
        _cancelled = Job.State == Job.Types.State.Cancelling;
        if (Job.State == Job.Types.State.Pausing) await _pause.CancelAsync();
        if (!JobView.IsFinal(Job.State) && Job.State != Job.Types.State.Paused) _training = Train();
    }

    // Whoever asked may be another silo, which is told in a form that it knows.
    private async Task<IEventLog> OpenLog()
    {
        try
        {
            return await logs.Open(Id, record.State.Term, record.State.Head, CancellationToken.None);
        }
        catch (Exception error) when (error is LogLostException or StaleLogException)
        {
            throw new IOException(error.Message);
        }
    }

    private Takeover TakenFrom(string before, JobEvent last) =>
        new(before, silo.Name, Lost: silos.Now().All(active => active.Name != before), last.Time.ToDateTimeOffset());

    // The job is the sum of what is stored. While nothing can be stored it looks as it did, and says why.
    private Job Shown()
    {
        if (_log?.Trouble is not { } trouble || JobView.IsFinal(Job.State)) return Job;
        Job shown = Job.Clone();
        (shown.Reason, shown.Message) = ("STORAGE_FAILED", $"what happens is not stored at the moment: {trouble}");
        return shown;
    }

    private async Task Record(JobEvent happened)
    {
        await Append(happened);
        Apply(happened);
        instruments.Count(happened);
        instruments.Hold(Id, Job.State);
        _happened.Set();
        if (happened.EventCase is not (JobEvent.EventOneofCase.StepCompleted or JobEvent.EventOneofCase.WorkerChanged)) await Persist();
    }

    // What is not logged has not happened: while the disk is full the job stands still, and says so.
    private async Task Append(JobEvent happened)
    {
        (string reason, string message) = (Job.Reason, Job.Message);
        for (bool stored = false; !stored;)
        {
            try
            {
                await _log!.Append(happened);
                stored = true;
                (Job.Reason, Job.Message) = (reason, message);
            }
            catch (IOException error) when (error is not LogLostException)
            {
                LogNotAppended(error, Id);
                (Job.Reason, Job.Message) = ("STORAGE_FAILED", $"the job waits until its events can be written: {error.Message}");
                await Task.Delay(StorageRetry, time, _leave.Token);
            }
        }
    }

    private void Apply(JobEvent happened)
    {
        JobView.Apply(Job, happened);
        record.State.Head = happened.Sequence;
    }

    // The log has it all: a record that could not be written costs a longer replay, nothing else.
    private async Task Persist()
    {
        // Whoever waits already will write this as well.
        if (_toWrite) return;
        _toWrite = true;
        await _writing.WaitAsync();
        _toWrite = false;
        try
        {
            await record.WriteStateAsync();
        }
        catch (OrleansException error) when (error is not InconsistentStateException)
        {
            LogNotPersisted(error, Id);
        }
        finally
        {
            _writing.Release();
        }
    }
}
