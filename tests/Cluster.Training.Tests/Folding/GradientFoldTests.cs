using Cluster.Training.Folding;
using Cluster.Training.Randomness;
using Cluster.Training.Vectors;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Cluster.Training.Tests.Folding;

public sealed class GradientFoldTests
{
    private const int Length = 37;

    [Property(MaxTest = 300)]
    public FsCheck.Property Fold_of_any_partition_gives_the_bits_of_the_plain_tree(byte shardSeed, byte workerSeed, ushort shuffle)
    {
        int shards = 1 + shardSeed % 40, workers = 1 + workerSeed % 9;
        float[][] gradients = [.. Enumerable.Range(0, shards).Select(shard => Gradient(shard, shuffle))];
        var random = new CounterRandom(RandomKey.Of(99, shuffle));
        int[] cuts = [0, .. Enumerable.Range(0, workers - 1).Select(_ => random.NextInt(shards + 1)).Order(), shards];

        using var pool = new VectorPool(Length);
        var finish = new GradientFold(shards);
        foreach (int worker in Shuffled(workers, ref random))
        {
            var partials = new GradientFold(shards);
            int first = cuts[worker], count = cuts[worker + 1] - first;
            foreach (int i in Shuffled(count, ref random)) Add(partials, new FoldNode(0, first + i), gradients[first + i], pool);
            Assert.Equal(
                FoldTree.Cover(first, first + count, shards).ToHashSet(),
                partials.Partials.Keys.ToHashSet());
            foreach ((FoldNode node, FlatVector sum) in partials.Partials) finish.Add(node, sum, Length);
            partials.Discard();
        }

        FlatVector root = finish.TakeRoot();
        float[] folded = root.GetSpan()[..Length].ToArray();
        root.Release();
        return folded.SequenceEqual(PlainTree(gradients)).ToProperty();
    }

    [Fact]
    public void An_incomplete_fold_has_no_root()
    {
        using var pool = new VectorPool(Length);
        var fold = new GradientFold(3);
        Add(fold, new FoldNode(0, 0), Gradient(0, 0), pool);
        Add(fold, new FoldNode(0, 2), Gradient(2, 0), pool);
        Assert.Throws<InvalidOperationException>(fold.TakeRoot);
    }

    [Fact]
    public void Adding_from_many_threads_gives_the_same_bits()
    {
        float[][] gradients = [.. Enumerable.Range(0, 64).Select(shard => Gradient(shard, 5))];
        float[] expected = PlainTree(gradients);
        using var pool = new VectorPool(Length);
        for (int round = 0; round < 50; round++)
        {
            var fold = new GradientFold(64);
            Parallel.For(0, 64, shard => Add(fold, new FoldNode(0, shard), gradients[shard], pool));
            FlatVector root = fold.TakeRoot();
            Assert.Equal(expected, root.GetSpan()[..Length].ToArray());
            root.Release();
        }
    }

    private static void Add(GradientFold fold, FoldNode node, float[] values, VectorPool pool)
    {
        FlatVector vector = pool.Rent();
        values.CopyTo(vector.GetSpan());
        fold.Add(node, vector, Length);
        vector.Release();
    }

    private static float[] Gradient(int shard, ushort seed)
    {
        var random = new CounterRandom(RandomKey.Of(77, (ulong)shard, seed));
        var values = new float[Length];
        for (int i = 0; i < Length; i++) values[i] = (float)(random.NextNormal() * Math.Pow(10, random.NextInt(9) - 4));
        return values;
    }

    // ((0+1)+(2+3))+... level by level, the definition itself.
    private static float[] PlainTree(float[][] gradients)
    {
        float[][] level = gradients;
        while (level.Length > 1)
        {
            level = [.. Enumerable.Range(0, (level.Length + 1) / 2).Select(i => 2 * i + 1 < level.Length
                ? level[2 * i].Zip(level[2 * i + 1], (left, right) => left + right).ToArray()
                : level[2 * i])];
        }

        return level[0];
    }

    private static int[] Shuffled(int count, ref CounterRandom random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return order;
    }
}
