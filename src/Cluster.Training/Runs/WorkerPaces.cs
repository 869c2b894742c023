using Cluster.Training.Planning;
using Cluster.Training.Workers;

namespace Cluster.Training.Runs;

/// <summary>Measured speed of each worker: the median of its last steps, which a busy moment does not change.</summary>
internal sealed class WorkerPaces
{
    /// <summary>Fewer steps say nothing about speed.</summary>
    private const int Fewest = 3;

    /// <summary>After so many steps a speed is certain enough to leave a worker out for it.</summary>
    private const int Kept = 9;

    private readonly Dictionary<string, Queue<double>> _measured = [];

    /// <summary>Notes what the members of a step report.</summary>
    public void Note(StepPlan plan, IReadOnlyList<WorkerPace> members, IReadOnlyDictionary<string, StepReport> reports)
    {
        foreach (WorkerShare share in plan.Shares)
        {
            int shards = share.EndShard - share.FirstShard;
            if (shards == 0 || !reports.TryGetValue(share.Worker, out StepReport? report)) continue;
            WorkerPace pace = members.First(member => member.Worker == share.Worker);
            if (!_measured.TryGetValue(share.Worker, out Queue<double>? seconds)) _measured[share.Worker] = seconds = [];
            if (seconds.Count == Kept) seconds.Dequeue();
            seconds.Enqueue(report.Seconds.Compute / pace.SecondsFor(shards, 1));
        }
    }

    /// <summary>Forgets a worker: when it comes back it may be faster.</summary>
    public void Forget(string worker) => _measured.Remove(worker);

    /// <summary>Whether the speed of all these is certain.</summary>
    public bool AreCertain(IEnumerable<WorkerPace> workers) =>
        workers.All(worker => _measured.TryGetValue(worker.Worker, out Queue<double>? seconds) && seconds.Count == Kept);

    /// <summary>How fast a worker is.</summary>
    public WorkerPace Of(string worker, int lanes) => new(
        worker,
        lanes,
        _measured.TryGetValue(worker, out Queue<double>? seconds) && seconds.Count >= Fewest ? seconds.Order().ElementAt(seconds.Count / 2) : null);
}
