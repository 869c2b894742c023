using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>Decides which checkpoints are kept.</summary>
public static class Retention
{
    /// <summary>Checkpoints that make room for a new one.</summary>
    /// <param name="checkpoints">Those kept so far, oldest first.</param>
    /// <param name="keepLast">How many are kept, the new one included.</param>
    public static IReadOnlyList<Checkpoint> Expired(IReadOnlyList<Checkpoint> checkpoints, int keepLast) =>
        [.. checkpoints.Take(Math.Max(0, checkpoints.Count + 1 - keepLast))];
}
