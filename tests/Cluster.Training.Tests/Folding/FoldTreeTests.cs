using Cluster.Training.Folding;

namespace Cluster.Training.Tests.Folding;

public sealed class FoldTreeTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(16, 4)]
    [InlineData(17, 5)]
    public void Root_is_as_high_as_the_next_power_of_two(int shards, int level) => Assert.Equal(new FoldNode(level, 0), FoldTree.Root(shards));

    [Fact]
    public void An_aligned_interval_is_one_node() => Assert.Equal([new FoldNode(2, 1)], FoldTree.Cover(4, 8, 16));

    [Fact]
    public void A_ragged_interval_is_cut_at_aligned_places() =>
        Assert.Equal([new FoldNode(0, 3), new FoldNode(1, 2), new FoldNode(0, 6)], FoldTree.Cover(3, 7, 8));

    [Fact]
    public void The_ragged_end_of_the_shards_counts_as_aligned() => Assert.Equal([new FoldNode(1, 1)], FoldTree.Cover(2, 3, 3));

    [Fact]
    public void An_empty_interval_has_no_nodes() => Assert.Empty(FoldTree.Cover(3, 3, 8));

    [Fact]
    public void Covers_never_need_more_than_twice_the_height()
    {
        for (int shards = 1; shards <= 64; shards++)
            for (int first = 0; first < shards; first++)
                for (int end = first + 1; end <= shards; end++)
                {
                    IReadOnlyList<FoldNode> cover = FoldTree.Cover(first, end, shards);
                    Assert.InRange(cover.Count, 1, Math.Max(1, 2 * FoldTree.Root(shards).Level));
                    Assert.Equal(Enumerable.Range(first, end - first), cover.SelectMany(node => Enumerable.Range(node.First, node.End(shards) - node.First)));
                }
    }

    [Fact]
    public void Sums_associate_as_the_tree_says()
    {
        // 1 + -1 = 0 first, so the small number survives; from left to right it would be lost in 1e20.
        double[] values = [1e20, -1e20, 3, 4, 5];
        Assert.Equal(((1e20 + -1e20) + (3.0 + 4.0)) + 5.0, FoldTree.Sum(values));
        Assert.NotEqual(FoldTree.Sum([3, 1e20, -1e20, 4]), FoldTree.Sum([1e20, -1e20, 3, 4]));
    }
}
