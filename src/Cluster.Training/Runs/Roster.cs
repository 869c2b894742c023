using System.Globalization;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>
/// Knows which workers are ready for the job. New ones, and lost ones that answer again, are prepared in the
/// background while the others go on.
/// </summary>
internal sealed class Roster(IWorkerGroup group, ResumePoint resume, int max, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500), LongestRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>How long a worker is left out that is too slow: there and back costs some slow steps.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30), LongestRest = TimeSpan.FromMinutes(10);

    /// <summary>Longest wait for those that are slower than others; they join later. Of a job that ran until just now most are prepared.</summary>
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(resume.Takeover is null ? 10 : 1);

    private readonly Dictionary<string, int> _losses = [], _rests = [];

    private readonly Dictionary<string, Task<PrepareResult?>> _preparing = [];
    private readonly HashSet<string> _excluded = [];
    private readonly HashSet<string> _announced = [];
    private readonly List<JobEvent> _events = [];

    /// <summary>What the workers found; null before the first was prepared.</summary>
    public PrepareResult? Reference { get; private set; }

    /// <summary>Whether the ready workers are just these.</summary>
    public bool Matches(IReadOnlyList<IWorker> members)
    {
        IReadOnlyList<IWorker> ready = Current();
        return ready.Count == members.Count && ready.Zip(members).All(pair => pair.First.Name == pair.Second.Name);
    }

    /// <summary>Returns the workers that are prepared, in order of their names.</summary>
    /// <param name="waitForAll">Whether to wait a while, until all are.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="JobFailedException">The job cannot be prepared.</exception>
    public async Task<IReadOnlyList<IWorker>> Ready(bool waitForAll, CancellationToken cancel)
    {
        Current();
        try
        {
            if (waitForAll) await Task.WhenAll(_preparing.Values).WaitAsync(_patience, time, cancel);
        }
        catch (TimeoutException)
        {
            // The others begin.
        }

        return Current();
    }

    /// <summary>Forgets that a worker is prepared; it is asked again. If it took part, an event tells.</summary>
    public void Lose(string worker, string cause)
    {
        int before = _losses.GetValueOrDefault(worker);
        _losses[worker] = before + 1;
        LeaveOut(worker, cause, Doubled(RetryDelay, before, LongestRetryDelay));
    }

    /// <summary>Leaves a worker out for a while because it is too slow.</summary>
    public void LetRest(string worker, string reason)
    {
        int before = _rests.GetValueOrDefault(worker);
        _rests[worker] = before + 1;
        TimeSpan rest = Doubled(Rest, before, LongestRest);
        LeaveOut(worker, string.Create(CultureInfo.InvariantCulture, $"left out for {rest.TotalSeconds:0} s: {reason}"), rest);
    }

    /// <summary>Notes that these made a step together: what was before is forgiven.</summary>
    public void Worked(IReadOnlyList<IWorker> members)
    {
        if (_losses.Count == 0) return;
        foreach (IWorker member in members) _losses.Remove(member.Name);
    }

    /// <summary>Shards that a ready worker computes at the same time.</summary>
    public int LanesOf(IWorker worker)
    {
#pragma warning disable RS0030 // The task is complete: reading its result does not block.
        return _preparing.TryGetValue(worker.Name, out Task<PrepareResult?>? task) && task.IsCompletedSuccessfully ? Math.Max(1, task.Result?.Lanes ?? 1) : 1;
#pragma warning restore RS0030
    }

    /// <summary>Goes on without a worker for good.</summary>
    public void LeaveOut(string worker, string cause)
    {
        _excluded.Add(worker);
        _preparing.Remove(worker);
        _announced.Remove(worker);
        _events.Add(RunEvent.Worker(worker, joined: false, cause));
    }

    /// <summary>Hands over the names of members that were not announced yet.</summary>
    public IReadOnlyList<string> TakeJoined(IReadOnlyList<IWorker> members) => [.. members.Select(member => member.Name).Where(_announced.Add)];

    /// <summary>Hands over events about workers that do not take part any more, or cannot.</summary>
    public IReadOnlyList<JobEvent> TakeEvents()
    {
        JobEvent[] events = [.. _events];
        _events.Clear();
        return events;
    }

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest) =>
        TimeSpan.FromTicks(Math.Min(longest.Ticks, first.Ticks << Math.Min(times, 16)));

    private void LeaveOut(string worker, string reason, TimeSpan delay)
    {
        if (_announced.Remove(worker)) _events.Add(RunEvent.Worker(worker, joined: false, reason));
        IWorker? known = group.Workers().FirstOrDefault(candidate => candidate.Name == worker);
        if (known is null) _preparing.Remove(worker);
        else _preparing[worker] = Prepare(known, delay);
    }

    private IReadOnlyList<IWorker> Current()
    {
        IReadOnlyList<IWorker> known = group.Workers();
        foreach (string gone in _preparing.Keys.Except(known.Select(worker => worker.Name)).ToList())
        {
            _preparing.Remove(gone);
            _announced.Remove(gone);
        }

        foreach (IWorker worker in known)
        {
            if (!_excluded.Contains(worker.Name) && !_preparing.ContainsKey(worker.Name)) _preparing[worker.Name] = Prepare(worker, TimeSpan.Zero);
        }

        return [.. known.OrderBy(worker => worker.Name, StringComparer.Ordinal).Where(IsReady).Take(max)];
    }

    private bool IsReady(IWorker worker)
    {
        if (!_preparing.TryGetValue(worker.Name, out Task<PrepareResult?>? task) || !task.IsCompletedSuccessfully) return false;
#pragma warning disable RS0030 // The task is complete: reading its result does not block.
        PrepareResult? result = task.Result;
#pragma warning restore RS0030
        if (result is null)
        {
            _preparing[worker.Name] = Prepare(worker, RetryDelay);
            return false;
        }

        if (result.Preparation is null) throw new JobFailedException(result.Reason, result.Message);
        Reference ??= resume.Preparation is null || resume.Preparation.Equals(result.Preparation) ? result : null;
        if (Reference is not null && Reference.Preparation!.Equals(result.Preparation)) return true;
        Exclude(worker, result.Preparation);
        return false;
    }

    private void Exclude(IWorker worker, Preparation found)
    {
        Preparation expected = Reference?.Preparation ?? resume.Preparation!;
        string what = expected.NumericClass != found.NumericClass
            ? $"its numeric class is {found.NumericClass}, the job's is {expected.NumericClass}"
            : "it reads other data than the job began with; is another version of ICU installed there?";
        _excluded.Add(worker.Name);
        _preparing.Remove(worker.Name);
        _events.Add(RunEvent.Worker(worker.Name, joined: false, $"cannot take part: {what}"));
    }

    private async Task<PrepareResult?> Prepare(IWorker worker, TimeSpan delay)
    {
        try
        {
            if (delay > TimeSpan.Zero) await Task.Delay(delay, time);
            return await worker.Prepare(CancellationToken.None);
        }
        catch (WorkerLostException)
        {
            return null;
        }
    }
}
