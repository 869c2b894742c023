using System.Globalization;

namespace Cluster.Training.Planning;

/// <summary>A worker that the job is better off without.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SlowWorker(string Worker, string Reason)
{
    /// <summary>A step must become so many times faster without it: it does its part of the work, and leaving it out costs a copy of the state later.</summary>
    private const double Worth = 2;

    /// <summary>Less than this, in seconds a step, is noise of a busy machine.</summary>
    private const double Least = 0.05;

    /// <summary>Finds the worker without which steps would be much faster. A pure function.</summary>
    /// <param name="shards">S.</param>
    /// <param name="workers">All workers of the step; at least one.</param>
    /// <returns>The worker, or null if all are worth their shards, or are not measured yet.</returns>
    public static SlowWorker? Find(int shards, IReadOnlyList<WorkerPace> workers)
    {
        if (workers.Count < 2 || workers.Any(worker => worker.ShardSeconds is null)) return null;
        WorkerPace slowest = workers.MaxBy(worker => worker.ShardSeconds)!;
        WorkerPace[] others = [.. workers.Where(worker => worker != slowest)];
        double with = ShardDivider.Divide(shards, workers, null).Seconds, without = ShardDivider.Divide(shards, others, null).Seconds;
        if (with < without * Worth || with - without < Least) return null;
        double typical = others.Select(worker => worker.ShardSeconds!.Value).Order().ElementAt(others.Length / 2);
        return new SlowWorker(slowest.Worker, string.Create(
            CultureInfo.InvariantCulture,
            $"it is {slowest.ShardSeconds / typical:0.#} times slower than the others: it needs {slowest.ShardSeconds:0.###} s for a shard, they need {typical:0.###} s"));
    }
}
