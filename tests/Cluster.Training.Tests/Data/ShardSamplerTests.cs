using Cluster.Training.Data;
using Cluster.Training.Randomness;
using Cluster.V1;
using FsCheck.Xunit;

namespace Cluster.Training.Tests.Data;

public class ShardSamplerTests
{
    [Property]
    public bool Every_example_comes_exactly_once_an_epoch(ushort count, byte batchSize, byte shards, byte epochs)
    {
        int examples = count % 700 + 1;
        int size = batchSize % 150 + 1;
        int parts = Math.Min(shards % 16 + 1, size);
        ShardSampler sampler = Create(examples, size, parts, epochs: epochs % 3 + 1);
        for (int epoch = 0; epoch < epochs % 3 + 1; epoch++)
        {
            IEnumerable<int> used = Enumerable.Range(epoch * sampler.StepsPerEpoch, sampler.StepsPerEpoch)
                .SelectMany(step => Enumerable.Range(0, parts).SelectMany(shard => sampler.Examples(step, shard)));
            if (!used.Order().SequenceEqual(Enumerable.Range(0, examples))) return false;
        }

        return true;
    }

    [Fact]
    public void Only_the_last_step_of_an_epoch_is_ragged()
    {
        ShardSampler sampler = Create(examples: 10, batchSize: 4, shards: 4, epochs: 2);
        Assert.Equal((3, 6L), (sampler.StepsPerEpoch, sampler.TotalSteps));
        Assert.Equal([4, 4, 2, 4, 4, 2], Enumerable.Range(0, 6).Select(step => sampler.ExamplesIn(step)));
        Assert.Equal([0, 0, 0, 1, 1, 1], Enumerable.Range(0, 6).Select(step => sampler.EpochOf(step)));
        // Shard s takes positions floor(s * 2 / 4) to floor((s + 1) * 2 / 4) of two examples.
        Assert.Equal([0, 1, 0, 1], Enumerable.Range(0, 4).Select(shard => sampler.Examples(2, shard).Count));
        Assert.Null(sampler.Batch(2, 0));
        Assert.NotNull(sampler.Batch(2, 1));
    }

    [Fact]
    public void A_batch_larger_than_the_split_holds_all_of_it()
    {
        ShardSampler sampler = Create(examples: 3, batchSize: 8, shards: 2);
        Assert.Equal((1, 3), (sampler.StepsPerEpoch, sampler.ExamplesIn(0)));
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_of_their_own()
    {
        static int[] Order(uint seed, int epoch)
        {
            ShardSampler sampler = Create(examples: 100, batchSize: 10, shards: 1, epochs: 2, seed: seed);
            return [.. Enumerable.Range(epoch * 10, 10).SelectMany(step => sampler.Examples(step, 0))];
        }

        Assert.Equal(Order(42, 0), Order(42, 0));
        Assert.NotEqual(Order(42, 0), Order(42, 1));
        Assert.NotEqual(Order(42, 0), Order(43, 0));
    }

    [Fact]
    public void The_order_never_changes_between_versions()
    {
        // From an independent implementation in Python; a change would make old results unrepeatable.
        ShardSampler sampler = Create(examples: 12, batchSize: 5, shards: 1);
        Assert.Equal([11, 8, 5, 2, 10, 7, 1, 9, 6, 3, 0, 4], Enumerable.Range(0, 3).SelectMany(step => sampler.Examples(step, 0)));
    }

    [Fact]
    public void A_batch_is_padded_to_its_own_longest_sequence_and_sorted_by_length()
    {
        EncodedSplit split = Split(100);
        var sampler = new ShardSampler(split, Training(50, 2, 1, 42));
        SequenceBatch batch = sampler.Batch(1, 1)!;
        Assert.Equal(25, batch.Count);
        Assert.Equal(batch.Lengths.Order(), batch.Lengths);
        Assert.Equal(batch.Lengths.Max(), batch.Time);
        Assert.Equal(batch.Count * batch.Time, batch.Tokens!.Length);
        Assert.Equal(RandomKey.Of(RandomKey.Dropout, 42, 1, 1), batch.DropoutKey);
        IReadOnlyList<int> examples = sampler.Examples(1, 1);
        for (int row = 0; row < batch.Count; row++)
        {
            int[] tokens = batch.Tokens[(row * batch.Time)..((row + 1) * batch.Time)];
            Assert.Equal(split.Examples[examples[row]].Tokens!, tokens[..batch.Lengths[row]]);
            Assert.All(tokens[batch.Lengths[row]..], token => Assert.Equal(Vocabulary.Padding, token));
            Assert.Equal(split.Examples[examples[row]].Classes![0], batch.Targets.Classes![row]);
        }
    }

    [Fact]
    public void Threads_that_sample_different_epochs_at_the_same_time_see_the_same_as_one()
    {
        ShardSampler shared = Create(examples: 500, batchSize: 50, shards: 4, epochs: 20);
        ShardSampler alone = Create(examples: 500, batchSize: 50, shards: 4, epochs: 20);
        int[][] expected = [.. Enumerable.Range(0, 200).Select(step => alone.Examples(step, step % 4).ToArray())];
        int[][] seen = new int[200][];
        Parallel.For(0, 200, step => seen[step] = [.. shared.Examples(step, step % 4)]);
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void A_shard_outside_the_spec_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(10, 4, 2).Examples(0, 2));

    private static ShardSampler Create(int examples, int batchSize, int shards, int epochs = 1, uint seed = 42) =>
        new(Split(examples), Training(batchSize, shards, epochs, seed));

    private static TrainingSpec Training(int batchSize, int shards, int epochs, uint seed) =>
        new() { BatchSize = batchSize, Shards = shards, Epochs = epochs, Seed = seed };

    /// <summary>Example i has 1 + i * 7 % 11 tokens, all i + 1.</summary>
    private static EncodedSplit Split(int count) => TokenSplit.Of(
        Enumerable.Range(0, count).Select(i => (Enumerable.Repeat(i + 1, 1 + i * 7 % 11).ToArray(), i % 3)));
}
