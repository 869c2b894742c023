using System.Globalization;
using System.Runtime.CompilerServices;
using Cluster.Training.Planning;
using Cluster.Training.Sync;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>The workers that make the steps of a run together: all prepared, all at the same version.</summary>
internal sealed partial class Team(JobSpec spec, IWorkerGroup group, ResumePoint resume, TimeProvider time)
{
    private readonly Roster _roster = new(group, resume, spec.Workers.Max, time);
    private readonly List<Checkpoint> _checkpoints = [.. resume.Checkpoints];
    private IReadOnlyList<IWorker> _members = [];
    private long _attempt = resume.FirstAttempt;
    private bool _assembled;
    private bool _undecided = true;
    private readonly MemberPulse _pulse = new(time);
    private readonly WorkerPaces _paces = new();
    private readonly RecentSeconds _steps = new();
    private RecentSeconds _together = new();
    private readonly Dictionary<RunTask, RecentSeconds> _asked = [];
    private readonly int _units = SyncSettings.Of(spec.Training).Units;
    private ShardDivision? _division;
    private int _overdue;
    private VoidSteps _void = resume.Void;

    /// <summary>Version of all members.</summary>
    public long Version { get; private set; }

    /// <summary>Reports of steps that a worker remembered while gathering and that may not be logged yet, oldest first.</summary>
    public IReadOnlyList<StepReport> Recovered { get; private set; } = [];

    /// <summary>The newest attempt.</summary>
    public long Attempt => _attempt;

    /// <summary>Seconds that the last steps of these members took each.</summary>
    public IReadOnlyCollection<double> StepSeconds => _together.Values;

    /// <summary>What the workers found when they were prepared.</summary>
    public PrepareResult Prepared => _roster.Reference!;

    /// <summary>Number of members.</summary>
    public int Count => _members.Count;

    /// <summary>Whether a member was lost, so that versions may differ, or new workers are ready: assemble before the next task.</summary>
    public bool NeedsAssembly => _undecided || !_roster.Matches(_members);

    /// <summary>Gathers all workers that are there and makes them equal. Waits while there are too few.</summary>
    /// <param name="logged">Newest step in the log.</param>
    /// <param name="furthest">Says up to which version the run makes nothing but steps after that; asked when the job is prepared.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="JobFailedException">No worker can prepare the job.</exception>
    public async IAsyncEnumerable<JobEvent> Assemble(long logged, Func<long> furthest, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (bool waiting = false; ;)
        {
            IReadOnlyList<IWorker> candidates = await _roster.Ready(waitForAll: !_assembled, cancel);
            foreach (JobEvent excluded in _roster.TakeEvents()) yield return excluded;
            int least = _assembled || resume.LoggedStep > 0 ? 1 : spec.Workers.Min;
            if (candidates.Count < least)
            {
                if (!waiting) yield return RunEvent.State(Job.Types.State.Queued, "WAITING_FOR_WORKERS", Waiting(candidates.Count, least));
                waiting = true;
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancel);
                continue;
            }

            bool equal = await TryMakeEqual(candidates, logged, furthest(), cancel);
            foreach (JobEvent lost in _roster.TakeEvents()) yield return lost;
            if (equal) break;
        }

        foreach (JobEvent change in Joined()) yield return change;
        _assembled = true;
    }

    /// <summary>Makes one try of a plan's steps on all members.</summary>
    /// <param name="plan">Makes the plan of an attempt, for members that compute so many shards each.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Reports of the steps, equal from all, with the mean of their seconds and the sum of their bytes. Only the last may not be completed: it is not finite.</returns>
    /// <exception cref="WorkerLostException">A member did not answer; the last step is undecided until the team is assembled again.</exception>
    /// <exception cref="StepOverdueException">The steps were not finished in time; who is late is found out when the team is assembled again.</exception>
    public async Task<IReadOnlyList<StepReport>> RunSteps(Func<long, IReadOnlyList<IWorker>, IReadOnlyList<int>, StepPlan> plan, CancellationToken cancel)
    {
        WorkerPace[] paces = Paces();
        _division = Divide(paces);
        StepPlan steps = plan(++_attempt, _members, _division.Counts);
        long begin = time.GetTimestamp();
        Dictionary<string, StepReport[]> reports = await Attend(
            stop => Gather(steps, stop), StepDeadline.ForSteps(steps.Steps, _steps.Values, _overdue), cancel);
        StepReport[] all = [.. Enumerable.Range(0, reports.Values.First().Length).Select(i => StepReport.Together([.. reports.Values.Select(own => own[i])]))];
        int completed = all.Count(report => report.Outcome == StepOutcome.Completed);
        if (completed == 0) return all;

        Version = all[completed - 1].Version;
        _overdue = 0;
        _roster.Worked(_members);
        double seconds = time.GetElapsedTime(begin).TotalSeconds / all.Length;
        for (int i = 0; i < completed; i++)
        {
            _steps.Add(seconds);
            _together.Add(seconds);
            _paces.Note(steps, paces, reports.ToDictionary(own => own.Key, own => own.Value[i]));
        }

        if (_paces.AreCertain(paces) && SlowWorker.Find(_units, Paces()) is { } slow) LetRest(slow);
        return all;
    }

    /// <summary>Goes on without a worker until it answers again.</summary>
    public void Lose(WorkerLostException lost)
    {
        _members = [.. _members.Where(member => member.Name != lost.Worker)];
        _roster.Lose(lost.Worker, lost.Cause);
        _undecided = true;
    }

    /// <summary>Goes on without a worker for good. The last one is never left out.</summary>
    public void LeaveOut(string worker, string cause)
    {
        if (group.Workers().All(known => known.Name == worker)) return;
        _members = [.. _members.Where(member => member.Name != worker)];
        _roster.LeaveOut(worker, cause);
    }

    /// <summary>Declares what all workers hold void: when it is assembled again they begin from the newest checkpoint.</summary>
    /// <param name="validSteps">Steps that still count.</param>
    public void RollBack(long validSteps)
    {
        _void = new VoidSteps(validSteps, _attempt);
        _undecided = true;
    }

    /// <summary>Those who make the next step.</summary>
    public IReadOnlyList<IWorker> Members => _members;

    /// <summary>Shards that each of them computes in it.</summary>
    public IReadOnlyList<int> Counts => Divide(Paces()).Counts;

    /// <summary>Remembers a checkpoint to recover from, and forgets those that expired by it.</summary>
    public void Remember(Checkpoint checkpoint)
    {
        IReadOnlyList<Checkpoint> kept = Retention.Kept(_checkpoints, checkpoint, spec.Checkpoint.KeepLast);
        _checkpoints.Clear();
        _checkpoints.AddRange(kept);
    }

    /// <summary>Brings all members back to an older version; those whose store lacks the checkpoint copy from the others.</summary>
    /// <returns>Whether any member could read the checkpoint; if none could, versions may differ now.</returns>
    /// <exception cref="WorkerLostException">A member did not answer; the team must be assembled again.</exception>
    public async Task<bool> GoBack(Checkpoint checkpoint, CancellationToken cancel)
    {
        WorkerStatus[] answers = await Ask(RunTask.Finish, (member, _, stop) => member.Restore(checkpoint, stop), cancel);
        int source = Array.FindIndex(answers, answer => answer.Version == checkpoint.Step);
        if (source < 0) return false;
        var behind = _members.Where((_, i) => answers[i].Version != checkpoint.Step).ToList();
        await Copy(behind, _members[source], answers[source], others: _members.Count - behind.Count - 1, cancel);
        Version = checkpoint.Step;
        return true;
    }

    /// <summary>Checkpoints that can be recovered from, oldest first.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints => _checkpoints;

    private ShardDivision Divide(WorkerPace[] paces) => ShardDivider.Divide(_units, paces, _division);

    private WorkerPace[] Paces() => [.. _members.Select(member => _paces.Of(member.Name, _roster.LanesOf(member)))];

    private void LetRest(SlowWorker slow)
    {
        _members = [.. _members.Where(member => member.Name != slow.Worker)];
        _paces.Forget(slow.Worker);
        _roster.LetRest(slow.Worker, slow.Reason);
        _undecided = true;
    }

    private async Task<bool> TryMakeEqual(IReadOnlyList<IWorker> candidates, long logged, long furthest, CancellationToken cancel)
    {
        Dictionary<IWorker, WorkerStatus> answers = await Begin(candidates, ++_attempt, logged, cancel);
        if (answers.Count < candidates.Count || AnyLate(answers)) return false;
        try
        {
            var byName = answers.ToDictionary(answer => answer.Key.Name, answer => Trust.Of(answer.Value, logged, furthest, _void));
            Checkpoint? newest = _checkpoints.LastOrDefault() ?? (byName.Values.All(status => status.Version < 0) ? new Checkpoint() : null);
            RecoveryDecision decision = Recovery.Decide(byName, newest);
            var behind = candidates.Where(worker => decision.Behind.Contains(worker.Name)).ToList();
            if (decision.Checkpoint is { } checkpoint)
            {
                WorkerStatus[] restored = await Task.WhenAll(behind.Select(worker => worker.Restore(checkpoint, cancel)));
                if (Array.TrueForAll(restored, status => status.Version != checkpoint.Step)) _checkpoints.Remove(checkpoint);
                return false;
            }

            IWorker source = candidates.First(worker => worker.Name == decision.Source);
            await Copy(behind, source, byName[source.Name], others: candidates.Count - behind.Count - 1, cancel);
            Version = decision.Version;
            Recovered = byName[source.Name].Reports;
            if (!candidates.SequenceEqual(_members)) _division = null;
            (_members, _together) = (candidates, new RecentSeconds());
            _undecided = false;
            return true;
        }
        catch (WorkerLostException lost)
        {
            Lose(lost);
            return false;
        }
    }

    // Whoever cannot copy is lost. But where nobody could, and nobody else has that version, it is the source that nobody can reach.
    private static async Task Copy(List<IWorker> behind, IWorker source, WorkerStatus status, int others, CancellationToken cancel)
    {
        WorkerStatus[] copied = await Task.WhenAll(behind.Select(worker => worker.CopyFrom(source.Endpoint, status, cancel)));
        int failed = Array.FindIndex(copied, answer => answer.SourceLost is not null);
        if (failed < 0) return;
        bool nobody = others == 0 && Array.TrueForAll(copied, answer => answer.SourceLost is not null);
        throw new WorkerLostException((nobody ? source : behind[failed]).Name, $"{behind[failed].Name} could not copy: {copied[failed].SourceLost}");
    }

    // Whom the others waited for is left out; its shards are computed by them. It was late once, which says little: it may come back soon.
    private bool AnyLate(Dictionary<IWorker, WorkerStatus> answers)
    {
        IWorker[] late = _overdue == 0 ? [] : [.. answers.Where(answer => answer.Value.WasComputing).Select(answer => answer.Key)];
        if (late.Length == answers.Count) return false;
        foreach (IWorker worker in late) Lose(new WorkerLostException(worker.Name, "it was still computing its shards when the others had long been done"));
        return late.Length > 0;
    }

    // Those that do not answer are lost; the others are asked again without them.
    private async Task<Dictionary<IWorker, WorkerStatus>> Begin(IReadOnlyList<IWorker> candidates, long attempt, long logged, CancellationToken cancel)
    {
        var answers = new Dictionary<IWorker, WorkerStatus>();
        foreach ((IWorker worker, Task<WorkerStatus> answer) in candidates.Select(worker => (worker, worker.Begin(attempt, logged, cancel))).ToList())
        {
            try
            {
                answers.Add(worker, await answer);
            }
            catch (WorkerLostException lost)
            {
                Lose(lost);
            }
        }

        return answers;
    }

    private ShardDisputedException Disputed(IWorker member, StepReport report)
    {
        _undecided = true;
        return new ShardDisputedException(member.Name, report.Message);
    }

    private IEnumerable<JobEvent> Joined() => _roster.TakeJoined(_members)
        .Select(worker => RunEvent.Worker(worker, joined: true, string.Create(CultureInfo.InvariantCulture, $"takes part from step {Version} on")));

    private WorkerLostException Lost(IWorker member, StepReport report) => report.LostEndpoint is { } endpoint
        ? new WorkerLostException(_members.FirstOrDefault(peer => peer.Endpoint == endpoint)?.Name ?? member.Name, $"{member.Name} could not pull from it") { Done = report.Version }
        : new WorkerLostException(member.Name, report.Message, faulted: report.Outcome == StepOutcome.Faulted) { Done = report.Version };

    private static string Waiting(int have, int need) =>
        string.Create(CultureInfo.InvariantCulture, $"{have} of at least {need} workers are ready");
}
