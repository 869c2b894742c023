using System.Globalization;
using System.Runtime.CompilerServices;
using Cluster.Training.Planning;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>The workers that make the steps of a run together: all prepared, all at the same version.</summary>
internal sealed class Team(JobSpec spec, IWorkerGroup group, ResumePoint resume, TimeProvider time)
{
    private readonly Roster _roster = new(group, resume.Preparation, spec.Workers.Max, time);
    private readonly List<Checkpoint> _checkpoints = [.. resume.Checkpoints];
    private IReadOnlyList<IWorker> _members = [];
    private long _attempt = resume.FirstAttempt;
    private bool _assembled;
    private bool _undecided = true;

    // A worker that claims more was left out while steps were declared void, or lost its log.
    private long _trusted = resume.LoggedStep + 1;

    /// <summary>Version of all members.</summary>
    public long Version { get; private set; }

    /// <summary>Report of the step that made this version; null unless a worker told it while gathering.</summary>
    public StepReport? Recovered { get; private set; }

    /// <summary>What the workers found when they were prepared.</summary>
    public PrepareResult Prepared => _roster.Reference!;

    /// <summary>Number of members.</summary>
    public int Count => _members.Count;

    /// <summary>Whether a member was lost, so that versions may differ, or new workers are ready: assemble before the next task.</summary>
    public bool NeedsAssembly => _undecided || !_roster.Matches(_members);

    /// <summary>Gathers all workers that are there and makes them equal. Waits while there are too few.</summary>
    /// <exception cref="JobFailedException">No worker can prepare the job.</exception>
    public async IAsyncEnumerable<JobEvent> Assemble([EnumeratorCancellation] CancellationToken cancel)
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

            bool equal = await TryMakeEqual(candidates, cancel);
            foreach (JobEvent lost in _roster.TakeEvents()) yield return lost;
            if (equal) break;
        }

        foreach (JobEvent change in Joined()) yield return change;
        _assembled = true;
    }

    /// <summary>Makes one try of a step on all members.</summary>
    /// <returns>The report, equal from all.</returns>
    /// <exception cref="WorkerLostException">A member did not answer; the step is undecided until the team is assembled again.</exception>
    public async Task<StepReport> RunStep(Func<long, IReadOnlyList<IWorker>, StepPlan> plan, TimeSpan deadline, CancellationToken cancel)
    {
        StepPlan step = plan(++_attempt, _members);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        giveUp.CancelAfter(deadline);
        var running = _members.Select(member => member.RunStep(step, giveUp.Token)).ToList();
        StepReport? report = null;
        try
        {
            for (var open = new List<Task<StepReport>>(running); open.Count > 0;)
            {
                Task<StepReport> next = await Task.WhenAny(open);
                open.Remove(next);
                report = await next;
                if (report.Outcome == StepOutcome.Disputed) throw Disputed(_members[running.IndexOf(next)], report);
                if (report.Outcome is not (StepOutcome.Completed or StepOutcome.NonFinite)) throw Lost(_members[running.IndexOf(next)], report);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            _undecided = true;
            throw new StepOverdueException(string.Create(CultureInfo.InvariantCulture, $"no worker answered within {deadline.TotalSeconds:0.#} s"));
        }
        catch
        {
            await giveUp.CancelAsync();
            throw;
        }

        if (report!.Outcome == StepOutcome.Completed) Reach(report.Version);
        return report;
    }

    /// <summary>Asks members one thing each, all at once.</summary>
    public Task<T[]> Ask<T>(Func<IWorker, int, Task<T>> question) => Task.WhenAll(_members.Select(question));

    /// <summary>The member that does what only one must do.</summary>
    public IWorker First => _members[0];

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
    public void RollBack()
    {
        _trusted = -1;
        _undecided = true;
    }

    /// <summary>Those who make the next step.</summary>
    public IReadOnlyList<IWorker> Members => _members;

    /// <summary>Remembers a checkpoint to recover from.</summary>
    public void Remember(Checkpoint checkpoint, IReadOnlyList<Checkpoint> expired)
    {
        _checkpoints.RemoveAll(expired.Contains);
        _checkpoints.Add(checkpoint);
    }

    /// <summary>Checkpoints that can be recovered from, oldest first.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints => _checkpoints;

    private async Task<bool> TryMakeEqual(IReadOnlyList<IWorker> candidates, CancellationToken cancel)
    {
        Dictionary<IWorker, WorkerStatus> answers = await Begin(candidates, ++_attempt, cancel);
        if (answers.Count < candidates.Count) return false;
        try
        {
            var byName = answers.ToDictionary(answer => answer.Key.Name, answer => Trusted(answer.Value));
            Checkpoint? newest = _checkpoints.LastOrDefault() ?? (byName.Values.All(status => status.Version < 0) ? new Checkpoint() : null);
            RecoveryDecision decision = Recovery.Decide(byName, newest);
            var behind = candidates.Where(worker => decision.Behind.Contains(worker.Name)).ToList();
            if (decision.Checkpoint is { } checkpoint)
            {
                WorkerStatus[] restored = await Task.WhenAll(behind.Select(worker => worker.Restore(checkpoint, cancel)));
                if (Array.TrueForAll(restored, status => status.Version != checkpoint.Step)) _checkpoints.Remove(checkpoint);
                else _trusted = Math.Max(_trusted, checkpoint.Step + 1);
                return false;
            }

            IWorker source = candidates.First(worker => worker.Name == decision.Source);
            await Task.WhenAll(behind.Select(worker => worker.CopyFrom(source.Endpoint, byName[source.Name], cancel)));
            Reach(decision.Version);
            Recovered = byName[source.Name].Last;
            _members = candidates;
            _undecided = false;
            return true;
        }
        catch (WorkerLostException lost)
        {
            Lose(lost);
            return false;
        }
    }

    // Those that do not answer are lost; the others are asked again without them.
    private async Task<Dictionary<IWorker, WorkerStatus>> Begin(IReadOnlyList<IWorker> candidates, long attempt, CancellationToken cancel)
    {
        var answers = new Dictionary<IWorker, WorkerStatus>();
        foreach ((IWorker worker, Task<WorkerStatus> answer) in candidates.Select(worker => (worker, worker.Begin(attempt, cancel))).ToList())
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

    private void Reach(long version) => (Version, _trusted) = (version, version + 1);

    private WorkerStatus Trusted(WorkerStatus status) => status.Version > _trusted ? new WorkerStatus(-1, null) : status;

    private ShardDisputedException Disputed(IWorker member, StepReport report)
    {
        _undecided = true;
        return new ShardDisputedException(member.Name, report.Message);
    }

    private IEnumerable<JobEvent> Joined() => _roster.TakeJoined(_members)
        .Select(worker => RunEvent.Worker(worker, joined: true, string.Create(CultureInfo.InvariantCulture, $"takes part from step {Version} on")));

    private WorkerLostException Lost(IWorker member, StepReport report) => report.LostEndpoint is { } endpoint
        ? new WorkerLostException(_members.FirstOrDefault(peer => peer.Endpoint == endpoint)?.Name ?? member.Name, $"{member.Name} could not pull from it")
        : new WorkerLostException(member.Name, report.Message, faulted: report.Outcome == StepOutcome.Faulted);

    private static string Waiting(int have, int need) =>
        string.Create(CultureInfo.InvariantCulture, $"{have} of at least {need} workers are ready");
}
