using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>Decides which checkpoints are kept: the last ones, and the one of the best epoch.</summary>
public static class Retention
{
    /// <summary>Checkpoints that make room for a new one.</summary>
    /// <param name="checkpoints">Those kept so far, oldest first.</param>
    /// <param name="saved">The new one; if it is marked as best, the best one so far loses its place.</param>
    /// <param name="keepLast">How many of the last ones are kept, the new one included.</param>
    public static IReadOnlyList<Checkpoint> Expired(IReadOnlyList<Checkpoint> checkpoints, Checkpoint saved, int keepLast) =>
        [.. checkpoints.Take(Math.Max(0, checkpoints.Count + 1 - keepLast)).Where(old => saved.Best || !old.Best)];

    /// <summary>Checkpoints after a new one was written, oldest first; at most one is marked as best.</summary>
    /// <param name="checkpoints">Those kept so far, oldest first; not changed.</param>
    /// <param name="saved">The new one.</param>
    /// <param name="keepLast">How many of the last ones are kept, the new one included.</param>
    public static IReadOnlyList<Checkpoint> Kept(IReadOnlyList<Checkpoint> checkpoints, Checkpoint saved, int keepLast) =>
        [.. checkpoints.Except(Expired(checkpoints, saved, keepLast)).Select(old => saved.Best ? Unmarked(old) : old), saved];

    private static Checkpoint Unmarked(Checkpoint old)
    {
        Checkpoint copy = old.Clone();
        copy.Best = false;
        return copy;
    }
}
