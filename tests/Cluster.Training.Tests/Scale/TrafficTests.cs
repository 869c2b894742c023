using Cluster.Benchmarks.Scale.Model;
using Cluster.Training.Planning;

namespace Cluster.Training.Tests.Scale;

public sealed class TrafficTests
{
    private static readonly GradientShape Dense = new(Embedding: 0, Rest: 64, Density: 1);

    [Fact]
    public void With_one_partial_sum_each_all_cards_carry_the_same_in_both_directions()
    {
        // 4 slices of 16 floats: three times 64 bytes in, and three slices of 64 bytes out.
        Assert.All(Traffic.Partials(Plan(4, 4), Dense), card => Assert.Equal(new CardLoad(192, 192, 6), card));
        Assert.All(Traffic.Means(Plan(4, 4), Dense), card => Assert.Equal(new CardLoad(192, 192, 12), card));
    }

    [Fact]
    public void Two_workers_pull_each_others_partial_sum_as_a_whole() =>
        Assert.All(Traffic.Wholes(Plan(2, 2), Dense), card => Assert.Equal(new CardLoad(256, 256, 2), card));

    [Fact]
    public void Shards_that_are_no_whole_subtree_travel_one_by_one()
    {
        // Shards 1 and 2 of three are no subtree.
        CardLoad[] cards = Traffic.Partials(Plan(2, 3), Dense);
        Assert.Equal([new CardLoad(256, 128, 3), new CardLoad(128, 256, 3)], cards);
    }

    [Fact]
    public void Who_has_the_dense_slice_receives_most()
    {
        // Of three slices only the map travels, 4 bytes; the last one is dense.
        CardLoad[] cards = Traffic.Partials(Plan(4, 4), new GradientShape(Embedding: 48, Rest: 16, Density: 0));
        Assert.Equal(new CardLoad(12, 72, 6), cards[0]);
        Assert.Equal(new CardLoad(192, 12, 6), cards[3]);
    }

    [Fact]
    public void Finished_slices_have_the_rows_of_all_shards()
    {
        // 1 - 0.5^4 of 16 floats, and a map.
        CardLoad[] cards = Traffic.Means(Plan(4, 4), new GradientShape(Embedding: 64, Rest: 0, Density: 0.5));
        Assert.Equal(3 * (16 * 0.9375 * 4 + 4), cards[0].In);
    }

    [Fact]
    public void Messages_of_4_bits_go_from_each_to_all()
    {
        // 512 numbers are 2 scales and 64 floats of numbers: 264 bytes. Two messages and two blocks of sums are asked for, and as many answered.
        CardLoad[] cards = Traffic.Messages(Plan(3, 3), new GradientShape(Embedding: 0, Rest: 512, Density: 1));
        Assert.All(cards, card => Assert.Equal(new CardLoad(528, 528, 8), card));
    }

    [Theory]
    [InlineData(1000, 1000, 500, 2.0)]
    [InlineData(0, 0, 500, 0.5)]
    [InlineData(1000, 3000, 0, 6.0)]
    public void The_slowest_of_card_and_processor_decides(double received, double served, int pulls, double seconds)
    {
        // The processor: 2,000 bytes a second, and 1 ms a pull. The card: 500 bytes a second.
        var costs = new StepCosts(0, 1, 0, 0, 0, 0, PullSeconds: 0.001, HostBytesPerSecond: 2000, TextBytesPerSecond: 1);
        Assert.Equal(seconds, new CardLoad(received, served, pulls).Seconds(new Link("", 500, 0), costs), 1e-9);
    }

    private static StepPlan Plan(int workers, int shards) => StepPlanner.Plan(
        0, 1, shards, 0.1f, vectorLength: 64, [.. Enumerable.Range(0, workers).Select(i => ($"w{i}", $"http://{i}"))]);
}
