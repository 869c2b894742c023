using System.Globalization;

namespace Cluster.Training.Planning;

/// <summary>
/// Divides the shards of a step by the workers' speed. Pure functions. Bits do not depend on them, so they need not be
/// right, only good.
/// </summary>
public static class ShardDivider
{
    /// <summary>A new division must save this much of a step's computing: measured speeds are noisy, and plans shall not flap.</summary>
    private const double WorthChanging = 0.15;

    /// <summary>Divides the shards so that the last worker is done as soon as can be.</summary>
    /// <param name="shards">S.</param>
    /// <param name="workers">At least one.</param>
    /// <param name="current">The division so far, of the same workers; null if there is none.</param>
    public static ShardDivision Divide(int shards, IReadOnlyList<WorkerPace> workers, ShardDivision? current)
    {
        double[] seconds = Known(workers);
        int[] counts = Greedy(shards, workers, seconds);
        double best = Slowest(workers, counts, seconds);
        bool measured = workers.Any(worker => worker.ShardSeconds is not null);
        if (current is not null && current.Counts.Count == workers.Count && current.Counts.Sum() == shards)
        {
            double now = Slowest(workers, current.Counts, seconds);
            if (best >= now * (1 - WorthChanging)) return current with { Seconds = measured ? now : 0 };
        }

        string reason = measured
            ? string.Create(CultureInfo.InvariantCulture, $"{Parts(workers, counts)}: computing should take {best:0.###} s a step")
            : $"{Parts(workers, counts)}, by their lanes";
        return new ShardDivision(counts, measured ? best : 0, reason);
    }

    /// <summary>Seconds a lane needs for a shard; what was not measured is taken to be like the others.</summary>
    internal static double[] Known(IReadOnlyList<WorkerPace> workers)
    {
        double[] measured = [.. workers.Select(worker => worker.ShardSeconds).OfType<double>().Order()];
        double typical = measured.Length == 0 ? 1 : measured[measured.Length / 2];
        return [.. workers.Select(worker => worker.ShardSeconds ?? typical)];
    }

    /// <summary>Seconds until the last worker is done.</summary>
    internal static double Slowest(IReadOnlyList<WorkerPace> workers, IReadOnlyList<int> counts, double[] seconds) =>
        workers.Select((worker, i) => worker.SecondsFor(counts[i], seconds[i])).Max();

    // Each gets one shard if there are enough; then each next one goes where it is done first. For equal jobs that is the best there is.
    private static int[] Greedy(int shards, IReadOnlyList<WorkerPace> workers, double[] seconds)
    {
        var counts = new int[workers.Count];
        int first = shards >= workers.Count ? 1 : 0;
        Array.Fill(counts, first);
        for (int given = first * workers.Count; given < shards; given++)
        {
            int next = Enumerable.Range(0, workers.Count)
                .OrderBy(i => workers[i].SecondsFor(counts[i] + 1, seconds[i]))
                .ThenBy(i => (double)counts[i] / workers[i].Lanes)
                .First();
            counts[next]++;
        }

        return counts;
    }

    private static string Parts(IReadOnlyList<WorkerPace> workers, int[] counts) =>
        string.Join(", ", workers.Select((worker, i) => string.Create(CultureInfo.InvariantCulture, $"{worker.Worker} {counts[i]}")));
}
