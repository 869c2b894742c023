using Cluster.Training.Planning;

namespace Cluster.Training.Workers;

/// <summary>Spreads a worker's units over its lanes: each lane takes the next one that nobody has begun.</summary>
internal static class OwnUnits
{
    /// <summary>Lanes that compute at the same time; at least 1.</summary>
    /// <param name="own">The worker's share.</param>
    /// <param name="lanes">Lanes of its replica.</param>
    public static int LanesFor(WorkerShare own, int lanes) => Math.Clamp(own.EndShard - own.FirstShard, 1, lanes);

    /// <summary>Computes all units of a share.</summary>
    /// <param name="own">The worker's share.</param>
    /// <param name="lanes">How many at the same time.</param>
    /// <param name="compute">Computes one.</param>
    public static async Task ForEach(WorkerShare own, int lanes, Func<int, Task> compute)
    {
        int next = own.FirstShard - 1;
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(_ => RunLane()));

        async Task RunLane()
        {
            for (int unit = Interlocked.Increment(ref next); unit < own.EndShard; unit = Interlocked.Increment(ref next)) await compute(unit);
        }
    }
}
