using Cluster.Training.Data;

namespace Cluster.Training.Tests.Data;

public class EvaluationBatchesTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(256, 1)]
    [InlineData(257, 2)]
    [InlineData(600, 3)]
    public void Chunks_hold_every_example_once(int examples, int chunks)
    {
        var batches = new EvaluationBatches(Split(examples));
        Assert.Equal(chunks, batches.Count);
        int[] used = [.. Enumerable.Range(0, chunks).SelectMany(batches.Examples)];
        Assert.Equal(Enumerable.Range(0, examples), used.Order());
        Assert.All(Enumerable.Range(0, chunks), chunk => Assert.InRange(batches.Batch(chunk).Count, 1, 256));
    }

    [Fact]
    public void Examples_are_sorted_by_length_and_equally_long_ones_keep_their_order()
    {
        var batches = new EvaluationBatches(Split(5));
        // Lengths are 3, 2, 1, 3, 2.
        Assert.Equal([2, 1, 4, 0, 3], batches.Examples(0));
        SequenceBatch batch = batches.Batch(0);
        Assert.Equal((3, 0UL), (batch.Time, batch.DropoutKey));
        Assert.Equal([1, 2, 2, 3, 3], batch.Lengths);
    }

    [Fact]
    public void A_chunk_that_is_not_there_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationBatches(Split(5)).Batch(1));

    private static EncodedSplit Split(int count) => TokenSplit.Of(
        Enumerable.Range(0, count).Select(i => (Enumerable.Repeat(2, 3 - i % 3).ToArray(), 0)));
}
