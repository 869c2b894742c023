using System.Globalization;
using Cluster.Training.Planning;
using Cluster.Training.Randomness;
using Cluster.Training.Workers;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Training.Runs;

/// <summary>Compares what workers computed, against machines that are silently wrong, and says who is.</summary>
internal sealed class ResultChecks(JobSpec spec, Team team, IReadOnlyList<string> suspects, TimeProvider time)
{
    /// <summary>Disagreements in a row, without a good step or checkpoint in between, after which trying again has no sense.</summary>
    private const int MaxDisputes = 3;

    private readonly List<string> _suspects = [.. suspects];
    private int _shardDisputes;
    private int _stateDisputes;
    private ShardDisputedException? _dispute;
    private ShardCheck? _check;
    private StepPlan? _plan;

    /// <summary>Whether a step was given up because two workers disagree about a shard.</summary>
    public bool IsDisputed => _dispute is not null;

    /// <summary>Leaves out those who were wrong twice before this run began.</summary>
    public void LeaveOutKnown()
    {
        foreach (string worker in _suspects.Distinct().ToList()) LeaveOutIfRepeated(worker);
    }

    /// <summary>Whether a shard of a step is to be computed beforehand.</summary>
    public bool IsDue(long step) => spec.Training.Verify is { EverySteps: > 0 and int every } && (step + 1) % every == 0;

    /// <summary>Lets a worker compute a shard of a step beforehand.</summary>
    /// <param name="plan">Who will do what in the step.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>What the shard must come to.</returns>
    public async Task<ShardCheck> Before(StepPlan plan, CancellationToken cancel)
    {
        var draw = new CounterRandom(RandomKey.Of(RandomKey.Verification, spec.Training.Seed, (ulong)plan.Step));
        int shard = draw.NextInt(plan.Shards);
        string owner = plan.Shares.First(share => share.FirstShard <= shard && shard < share.EndShard).Worker;
        List<IWorker> others = [.. team.Members.Where(member => member.Name != owner)];
        IWorker checker = others.Count == 0 ? team.Members[0] : others[draw.NextInt(others.Count)];
        string digest = await team.AskOne(RunTask.Settle, checker, (worker, stop) => worker.DigestShard(plan, shard, stop), cancel);
        _plan = plan;
        return _check = new ShardCheck(shard, digest, checker.Name);
    }

    /// <summary>Notes that the step came to something else than the check.</summary>
    public void Disputed(ShardDisputedException dispute) => _dispute = dispute;

    /// <summary>Notes a committed step.</summary>
    public void Agreed() => _shardDisputes = 0;

    /// <summary>Compares the states of all workers.</summary>
    /// <returns>Null if they are equal; else what is wrong. All must go back to the newest checkpoint then.</returns>
    /// <exception cref="JobFailedException">They disagree again and again.</exception>
    public async Task<JobEvent?> CompareStates(CancellationToken cancel)
    {
        if (team.Count == 1) return null;
        List<(string, string)> said = await Said((worker, stop) => worker.DigestState(team.Version, stop), cancel);
        IReadOnlyList<string>? wrong = MajorityVote.Wrong(said);
        if (wrong is [])
        {
            _stateDisputes = 0;
            return null;
        }

        _stateDisputes++;

        Checkpoint? good = team.Checkpoints is [.., Checkpoint newest] ? newest : null;
        long valid = good?.Step ?? 0, step = team.Version;
        string from = good is null ? "the first step" : string.Create(CultureInfo.InvariantCulture, $"the checkpoint of step {good.Step}");
        string what = string.Create(CultureInfo.InvariantCulture, $"parameters or optimizer states differ at step {step}: {Who(wrong, said)}");
        string done = string.Create(CultureInfo.InvariantCulture, $"the {step - valid} steps since {from} are made again");
        JobEvent told = Tell(Incident.Types.Kind.StatesDiffer, wrong, $"{what}; {done}{Watched(wrong)}");
        (told.Incident.ValidSteps, told.Incident.Attempt) = (valid, team.Attempt);
        if (good is not null) told.Incident.Since = good.Time;
        team.RollBack(valid);
        return told;
    }

    /// <summary>Decides who is wrong about a shard. Nothing was committed, so the step is only made again.</summary>
    /// <exception cref="JobFailedException">They disagree again and again.</exception>
    public async Task<JobEvent> Settle(CancellationToken cancel)
    {
        if (await CompareStates(cancel) is { } differ)
        {
            _dispute = null;
            return differ;
        }

        _shardDisputes++;
        ShardCheck check = _check!;
        long step = team.Version;
        List<(string, string)> said = await Said((worker, stop) => worker.DigestShard(_plan!, check.Shard, stop), cancel);
        said.AddRange([(check.Worker, check.Digest), (_dispute!.Worker!, _dispute.Digest)]);
        IReadOnlyList<string>? wrong = MajorityVote.Wrong(said);
        _dispute = null;
        string what = string.Create(
            CultureInfo.InvariantCulture, $"the gradient of shard {check.Shard} of step {step + 1} came to different numbers: {Who(wrong, said)}");
        return Tell(Incident.Types.Kind.GradientsDiffer, wrong, $"{what}; the step was not committed and is made again{Watched(wrong)}");
    }

    private async Task<List<(string, string)>> Said(Func<IWorker, CancellationToken, Task<string>> question, CancellationToken cancel)
    {
        IReadOnlyList<IWorker> members = team.Members;
        string[] answers = await team.Ask(RunTask.Settle, (worker, _, stop) => question(worker, stop), cancel);
        return [.. members.Zip(answers, (member, answer) => (member.Name, answer))];
    }

    private JobEvent Tell(Incident.Types.Kind kind, IReadOnlyList<string>? wrong, string message)
    {
        if (wrong is null && Math.Max(_shardDisputes, _stateDisputes) >= MaxDisputes) throw new JobFailedException("RESULTS_DIFFER", message);
        var incident = new Incident { Kind = kind, Step = team.Version, Since = time.GetUtcNow().ToTimestamp(), Message = message };
        incident.Workers.Add(wrong ?? []);
        _suspects.AddRange(wrong ?? []);
        foreach (string worker in wrong ?? []) LeaveOutIfRepeated(worker);
        return RunEvent.Incident(incident);
    }

    private void LeaveOutIfRepeated(string worker)
    {
        if (_suspects.Count(suspect => suspect == worker) > 1) team.LeaveOut(worker, "it computed wrong numbers twice; the job goes on without it");
    }

    private string Watched(IReadOnlyList<string>? wrong) => wrong is null or []
        ? ""
        : wrong.Any(_suspects.Contains) ? $"; {string.Join(", ", wrong)} was wrong before and is left out" : $"; {string.Join(", ", wrong)} is watched";

    private static string Who(IReadOnlyList<string>? wrong, List<(string Name, string)> said) => wrong is null
        ? $"{string.Join(" and ", said.Select(one => one.Name).Distinct())} disagree, and nobody can say who is right"
        : $"{string.Join(" and ", wrong)} stood against the others";
}
