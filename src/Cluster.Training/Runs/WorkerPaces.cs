using Cluster.Training.Planning;
using Cluster.Training.Workers;

namespace Cluster.Training.Runs;

/// <summary>Measured speed of each worker, smoothed over its last steps.</summary>
internal sealed class WorkerPaces
{
    /// <summary>The first steps load libraries and warm up: they say nothing about speed.</summary>
    private const int WarmUp = 2;

    /// <summary>Share of the newest step: about the last six count.</summary>
    private const double Weight = 0.3;

    private readonly Dictionary<string, (int Steps, double ShardSeconds)> _measured = [];

    /// <summary>Notes what the members of a step report.</summary>
    public void Note(StepPlan plan, IReadOnlyList<WorkerPace> members, IReadOnlyDictionary<string, StepReport> reports)
    {
        foreach (WorkerShare share in plan.Shares)
        {
            int shards = share.EndShard - share.FirstShard;
            if (shards == 0 || !reports.TryGetValue(share.Worker, out StepReport? report)) continue;
            WorkerPace pace = members.First(member => member.Worker == share.Worker);
            double seconds = report.Seconds.Compute / pace.SecondsFor(shards, 1);
            (int steps, double before) = _measured.GetValueOrDefault(share.Worker);
            _measured[share.Worker] = (steps + 1, steps <= WarmUp ? seconds : before * (1 - Weight) + seconds * Weight);
        }
    }

    /// <summary>Forgets a worker: when it comes back it may be faster.</summary>
    public void Forget(string worker) => _measured.Remove(worker);

    /// <summary>How fast a worker is.</summary>
    public WorkerPace Of(string worker, int lanes) =>
        new(worker, lanes, _measured.TryGetValue(worker, out (int Steps, double ShardSeconds) known) && known.Steps > WarmUp ? known.ShardSeconds : null);
}
