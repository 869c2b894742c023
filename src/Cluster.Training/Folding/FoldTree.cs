using System.Numerics;

namespace Cluster.Training.Folding;

/// <summary>
/// The one binary tree over shard numbers, <c>((0+1)+(2+3))+...</c>, that every sum over shards follows.
/// A node without a right neighbour stands for its only child. Floating-point addition is commutative but not
/// associative, so the tree alone fixes the bits: who adds, when and in what order of arrival does not matter.
/// </summary>
public static class FoldTree
{
    /// <summary>The node that covers all shards.</summary>
    /// <param name="shards">S, at least 1.</param>
    public static FoldNode Root(int shards) => new(BitOperations.Log2((uint)(shards * 2 - 1)), 0);

    /// <summary>Cuts an interval of shards into the fewest nodes: 1 for an aligned interval, at most 2 log2 S.</summary>
    /// <param name="first">First shard.</param>
    /// <param name="end">One past the last shard.</param>
    /// <param name="shards">S.</param>
    public static IReadOnlyList<FoldNode> Cover(int first, int end, int shards)
    {
        var nodes = new List<FoldNode>();
        Descend(Root(shards));
        return nodes;

        void Descend(FoldNode node)
        {
            int nodeEnd = node.End(shards);
            if (node.First >= nodeEnd || nodeEnd <= first || node.First >= end) return;
            if (first <= node.First && nodeEnd <= end)
            {
                nodes.Add(node);
                return;
            }

            Descend(new FoldNode(node.Level - 1, node.Index * 2));
            Descend(new FoldNode(node.Level - 1, node.Index * 2 + 1));
        }
    }

    /// <summary>Sums one number a shard along the tree.</summary>
    /// <param name="values">One for each shard, in shard order; at least one.</param>
    public static double Sum(IReadOnlyList<double> values)
    {
        return Of(Root(values.Count));

        double Of(FoldNode node)
        {
            if (node.Level == 0) return values[node.Index];
            var right = new FoldNode(node.Level - 1, node.Index * 2 + 1);
            double left = Of(new FoldNode(node.Level - 1, node.Index * 2));
            return right.First < values.Count ? left + Of(right) : left;
        }
    }
}
