using Cluster.Training.Compression;
using Cluster.Training.Folding;
using Cluster.Training.Planning;

namespace Cluster.Benchmarks.Scale.Model;

/// <summary>What each worker receives and serves in the hops of a step, by its plan. Pure functions.</summary>
internal static class Traffic
{
    /// <summary>The only hop of two workers with a partial sum each: both pull the other's as a whole.</summary>
    /// <param name="plan">Who does what.</param>
    /// <param name="shape">What travels.</param>
    public static CardLoad[] Wholes(StepPlan plan, GradientShape shape)
    {
        double[] sums = [.. plan.Shares.Select(share => shape.BytesOf(0, shape.Length, share.EndShard - share.FirstShard))];
        return [new CardLoad(sums[1], sums[0], 2), new CardLoad(sums[0], sums[1], 2)];
    }

    /// <summary>First hop: everyone pulls its own slice of everyone's partial sums.</summary>
    /// <param name="plan">Who does what.</param>
    /// <param name="shape">What travels.</param>
    public static CardLoad[] Partials(StepPlan plan, GradientShape shape)
    {
        IReadOnlyList<FoldNode>[] nodes = [.. plan.Shares.Select(share => FoldTree.Cover(share.FirstShard, share.EndShard, plan.Shards))];
        Dictionary<int, int> sizes = nodes.SelectMany(own => own).CountBy(node => Shards(node, plan)).ToDictionary();
        Dictionary<int, double> whole = sizes.Keys.ToDictionary(size => size, size => plan.Shares.Sum(share => Slice(share, size)));
        int all = nodes.Sum(own => own.Count), peers = plan.Shares.Count - 1;
        return [.. plan.Shares.Select((share, i) =>
        {
            double own = nodes[i].Sum(node => Slice(share, Shards(node, plan)));
            double everyones = sizes.Sum(size => size.Value * Slice(share, size.Key));
            double served = nodes[i].Sum(node => whole[Shards(node, plan)]) - own;
            return new CardLoad(everyones - own, served, all - nodes[i].Count + nodes[i].Count * peers);
        })];

        double Slice(WorkerShare share, int shards) => shape.BytesOf(share.SliceStart, share.SliceEnd, shards);
    }

    /// <summary>Second hop: everyone pulls everyone's finished slice, and the loss sums.</summary>
    /// <param name="plan">Who does what.</param>
    /// <param name="shape">What travels.</param>
    public static CardLoad[] Means(StepPlan plan, GradientShape shape)
    {
        int peers = plan.Shares.Count - 1;
        double[] slices = [.. plan.Shares.Select(share => shape.BytesOf(share.SliceStart, share.SliceEnd, plan.Shards))];
        double whole = slices.Sum();
        return [.. slices.Select(own => new CardLoad(whole - own, own * peers, 4 * peers))];
    }

    /// <summary>The only hop of compressed rounds: everyone pulls everyone's messages of 4 bits, one a local replica, and the loss sums.</summary>
    /// <param name="plan">Who does what; its shards are local replicas.</param>
    /// <param name="shape">What is compressed.</param>
    public static CardLoad[] Messages(StepPlan plan, GradientShape shape)
    {
        double message = new IntegerCodec(bits: 4).FloatsFor(shape.Length) * (double)sizeof(float);
        int peers = plan.Shares.Count - 1;
        return [.. plan.Shares.Select(share =>
        {
            int own = share.EndShard - share.FirstShard, others = plan.Shards - own;
            return new CardLoad(others * message, own * peers * message, others + own * peers + 2 * peers);
        })];
    }

    private static int Shards(FoldNode node, StepPlan plan) => node.End(plan.Shards) - node.First;
}
