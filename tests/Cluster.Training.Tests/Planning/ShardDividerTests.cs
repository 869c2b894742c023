using Cluster.Training.Planning;

namespace Cluster.Training.Tests.Planning;

public sealed class ShardDividerTests
{
    [Theory]
    [InlineData(4, "1:?", "4")]
    [InlineData(4, "1:? 1:?", "2 2")]
    [InlineData(16, "1:? 1:? 1:?", "6 5 5")]
    [InlineData(2, "1:? 1:? 1:?", "1 1 0")]
    [InlineData(6, "4:? 2:?", "4 2")] // Twice the lanes, twice the shards.
    [InlineData(12, "2:? 4:?", "4 8")]
    [InlineData(16, "2:? 4:?", "6 10")] // The third round is not full: any 4 of its 6 places are as good.
    [InlineData(6, "1:0.1 1:0.2", "4 2")] // Twice the speed, twice the shards.
    [InlineData(16, "1:0.1 1:0.1 1:0.3", "7 7 2")]
    [InlineData(16, "1:0.1 1:0.1 1:9", "8 7 1")] // At least one shard; SlowWorker decides about leaving it out.
    [InlineData(4, "4:0.1 1:0.1", "3 1")]
    [InlineData(9, "1:0.1 1:0.1 1:?", "3 3 3")] // Not measured yet: taken to be like the others.
    public void Shards_follow_lanes_and_speed(int shards, string workers, string expected) =>
        Assert.Equal(expected, string.Join(' ', ShardDivider.Divide(shards, Paces(workers), null).Counts));

    [Fact]
    public void Every_division_is_whole_and_no_other_is_done_sooner()
    {
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            int shards = random.Next(1, 10);
            WorkerPace[] workers = [.. Enumerable.Range(0, 2).Select(i => new WorkerPace($"w{i}", random.Next(1, 4), random.Next(1, 6)))];
            ShardDivision division = ShardDivider.Divide(shards, workers, null);
            Assert.Equal(shards, division.Counts.Sum());
            int least = shards >= 2 ? 1 : 0;
            double best = Enumerable.Range(least, shards + 1 - 2 * least).Min(first => Math.Max(
                workers[0].SecondsFor(first, workers[0].ShardSeconds!.Value), workers[1].SecondsFor(shards - first, workers[1].ShardSeconds!.Value)));
            Assert.Equal(best, division.Seconds);
        }
    }

    [Theory]
    [InlineData("1:0.10 1:0.11", "4 4")] // Noise changes nothing.
    [InlineData("1:0.10 1:0.13", "4 4")] // 5 and 3 would take 0.5 s, 4 and 4 take 0.52 s.
    [InlineData("1:0.10 1:0.20", "5 3")]
    public void A_division_stays_until_another_one_is_clearly_better(string workers, string expected)
    {
        ShardDivision even = ShardDivider.Divide(8, Paces("1:0.1 1:0.1"), null);
        Assert.Equal(expected, string.Join(' ', ShardDivider.Divide(8, Paces(workers), even).Counts));
    }

    [Fact]
    public void A_division_says_why()
    {
        Assert.Equal("w0 4, w1 2, by their lanes", ShardDivider.Divide(6, Paces("2:? 1:?"), null).Reason);
        Assert.Equal("w0 4, w1 2: computing should take 0.4 s a step", ShardDivider.Divide(6, Paces("1:0.1 1:0.2"), null).Reason);
    }

    [Theory]
    [InlineData(8, "1:0.1 1:0.1 1:1", "w2")]
    [InlineData(8, "1:0.1 1:0.1 1:0.4", null)] // 0.4 s with it, 0.4 s without it.
    [InlineData(16, "1:0.1 1:0.1 1:1", null)] // It has one shard, and the others need nearly as long.
    [InlineData(2, "1:0.1 1:1", "w1")]
    [InlineData(4, "1:0.1 1:?", null)]
    [InlineData(4, "1:5", null)] // Somebody must do it.
    [InlineData(2, "1:0.01 1:0.05", null)] // Noise of a busy machine.
    public void A_worker_that_more_than_doubles_a_step_is_found(int shards, string workers, string? expected) =>
        Assert.Equal(expected, SlowWorker.Find(shards, Paces(workers))?.Worker);

    [Fact]
    public void A_slow_worker_is_named_with_figures() => Assert.Equal(
        "it is 10 times slower than the others: it needs 1 s for a shard, they need 0.1 s", SlowWorker.Find(8, Paces("1:0.1 1:0.1 1:1"))!.Reason);

    /// <summary>Workers as lanes and seconds a shard, such as <c>2:0.1</c>; a question mark where nothing was measured.</summary>
    internal static WorkerPace[] Paces(string workers) => [.. workers.Split(' ').Select((worker, i) =>
    {
        string[] parts = worker.Split(':');
        return new WorkerPace($"w{i}", int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
            parts[1] == "?" ? null : double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    })];
}
