using Cluster.Training.Layers;

namespace Cluster.Training.Planning;

/// <summary>Divides a step among workers: contiguous shards and slices. A pure function.</summary>
public static class StepPlanner
{
    /// <summary>Plans one try of a step.</summary>
    /// <param name="step">Version before the step.</param>
    /// <param name="attempt">Fences this try.</param>
    /// <param name="shards">S.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="vectorLength">Floats in the flat vector.</param>
    /// <param name="workers">Name and data plane of each worker; at least one.</param>
    /// <param name="counts">Shards of each worker, see <see cref="ShardDivider"/>; evenly divided if null.</param>
    public static StepPlan Plan(
        long step,
        long attempt,
        int shards,
        float learningRate,
        int vectorLength,
        IReadOnlyList<(string Name, string Endpoint)> workers,
        IReadOnlyList<int>? counts = null)
    {
        int count = workers.Count;
        int first = 0;
        var shares = new WorkerShare[count];
        for (int i = 0; i < count; i++)
        {
            int end = counts is null ? Cut(shards, i + 1, count) : first + counts[i];
            shares[i] = new WorkerShare(
                workers[i].Name,
                workers[i].Endpoint,
                first,
                end,
                SliceCut(vectorLength, i, count),
                SliceCut(vectorLength, i + 1, count));
            first = end;
        }

        return new StepPlan(step, attempt, shards, learningRate, shares);
    }

    private static int Cut(int whole, int part, int parts) => (int)((long)whole * part / parts);

    // Slices begin at cache lines; values are added one by one, so where a slice ends never shows in a bit.
    private static int SliceCut(int length, int part, int parts) => part == parts
        ? length
        : Cut(length, part, parts) / ParameterLayout.Alignment * ParameterLayout.Alignment;
}
