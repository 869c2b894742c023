using System.Globalization;
using Cluster.Training.Folding;
using Cluster.Training.Planning;

namespace Cluster.Benchmarks.Scale.Model;

/// <summary>
/// Predicts a step from the trainer's own plan and from measured costs. Phases follow each other, and the slowest worker decides; workers are
/// alike and have one lane. What is not in it: workers that are late by chance, lost packets, narrow places between the cards.
/// </summary>
/// <param name="shape">What travels.</param>
/// <param name="costs">What a worker needs.</param>
/// <param name="shardsPerWorker">Shards that each worker computes in a step; the global batch grows with the workers.</param>
internal sealed class StepModel(GradientShape shape, StepCosts costs, int shardsPerWorker)
{
    /// <summary>Passes over a vector for each message of 4 bits: copied, decoded and added for the mean, decoded again for the estimate.</summary>
    private const int PassesPerMessage = 4;

    /// <summary>Predicts a step.</summary>
    /// <param name="workers">N, at least 1.</param>
    /// <param name="link">What joins them.</param>
    /// <param name="mode">How often they exchange. In rounds each worker is one local replica.</param>
    public Prediction Predict(int workers, Link link, SyncMode mode)
    {
        StepPlan plan = Plan(workers, mode.LocalSteps == 1 ? workers * shardsPerWorker : workers);
        // In a round, the change of one local replica has the rows that all of its shards touched.
        int shardsPerUnit = mode.LocalSteps == 1 ? 1 : mode.LocalSteps * shardsPerWorker;
        GradientShape moved = shape with { Density = 1 - Math.Pow(1 - shape.Density, shardsPerUnit) };
        int steps = mode.LocalSteps;
        double update = steps == 1 ? costs.UpdateSeconds : costs.UpdateSeconds * (steps + 1) / steps;
        CardLoad[][] hops = Hops(plan, moved, mode);
        var prediction = new Prediction(
            workers,
            shardsPerWorker * costs.ShardSeconds + (steps == 1 ? 0 : (shardsPerWorker - 1) * shape.Bytes / costs.FoldBytesPerSecond),
            FoldSeconds(plan, mode) / steps,
            hops.Sum(hop => link.Latency + costs.HopSeconds + hop.Max(card => card.Seconds(link, costs))) / steps,
            update,
            Control: 0,
            hops.Sum(hop => hop.Sum(card => card.In)) / steps);
        int planned = steps == 1 ? StepsOfPlan(prediction.Seconds) : 1;
        return prediction with { Control = ControlSeconds(plan, planned, link) / (planned * steps) };
    }

    /// <summary>Steps that the coordinator plans at a time.</summary>
    /// <param name="seconds">What one takes.</param>
    public static int StepsOfPlan(double seconds) => PlanLength.Of([seconds, seconds, seconds], PlanLength.Most);

    // What others put up was asked for before: only the answer travels.
    private static CardLoad[][] Hops(StepPlan plan, GradientShape moved, SyncMode mode)
    {
        if (plan.Shares.Count == 1) return [];
        if (mode.FourBits) return [Traffic.Messages(plan, moved)];
        return plan.Shares.Count == 2 && plan.Shares.All(share => FoldTree.Cover(share.FirstShard, share.EndShard, plan.Shards).Count == 1)
            ? [Traffic.Wholes(plan, moved)]
            : [Traffic.Partials(plan, moved), Traffic.Means(plan, moved)];
    }

    private double ControlSeconds(StepPlan plan, int steps, Link link)
    {
        int others = plan.Shares.Count - 1;
        if (others == 0) return costs.ControlSeconds;
        return costs.ControlSeconds + others * costs.FanOutSeconds + link.RoundTrip + ControlTraffic.Of(plan, steps).Seconds(link, costs);
    }

    // Own shards are added into partial sums over the whole vector, then all partial sums over the own slice; the last addition there is the division.
    private double FoldSeconds(StepPlan plan, SyncMode mode)
    {
        if (mode.FourBits) return PassesPerMessage * plan.Shards * shape.Bytes / costs.FoldBytesPerSecond;
        int[] partials = [.. plan.Shares.Select(share => FoldTree.Cover(share.FirstShard, share.EndShard, plan.Shards).Count)];
        int all = partials.Sum();
        double floats = plan.Shares.Zip(partials, (share, own) => (share.EndShard - share.FirstShard - own) * (double)shape.Length + all * (double)share.SliceLength).Max();
        return floats * sizeof(float) / costs.FoldBytesPerSecond;
    }

    private StepPlan Plan(int workers, int shards) => StepPlanner.Plan(
        step: 100_000, attempt: 100_000, shards, learningRate: 0.001f, shape.Length, [.. Enumerable.Range(1, workers).Select(Worker)]);

    private static (string Name, string Endpoint) Worker(int number) =>
        (string.Create(CultureInfo.InvariantCulture, $"silo-{number}-1f8c"), string.Create(CultureInfo.InvariantCulture, $"http://10.0.{number / 256}.{number % 256}:17000"));
}
