namespace Cluster.Training.Folding;

/// <summary>A node of the fold: the sum of shards <c>[Index * 2^Level, (Index + 1) * 2^Level)</c>, cut at S.</summary>
/// <param name="Level">0 for a single shard.</param>
/// <param name="Index">Position among the nodes of its level.</param>
public readonly record struct FoldNode(int Level, int Index)
{
    /// <summary>The node this one is added into.</summary>
    public FoldNode Parent => new(Level + 1, Index >> 1);

    /// <summary>The node this one is added with.</summary>
    public FoldNode Sibling => new(Level, Index ^ 1);

    /// <summary>First shard of the node.</summary>
    public int First => Index << Level;

    /// <summary>One past the last shard of the node.</summary>
    /// <param name="shards">S.</param>
    public int End(int shards) => (int)Math.Min((long)(Index + 1) << Level, shards);
}
