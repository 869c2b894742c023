using Cluster.Training.Runs;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

public sealed class RetentionTests
{
    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 2, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(5, 2, 4)]
    public void The_oldest_make_room(int kept, int keepLast, int expired)
    {
        Checkpoint[] checkpoints = [.. Enumerable.Range(1, kept).Select(step => new Checkpoint { Step = step })];
        var saved = new Checkpoint { Step = kept + 1 };
        Assert.Equal(checkpoints.Take(expired), Retention.Expired(checkpoints, saved, keepLast));
        Assert.Equal([.. checkpoints.Skip(expired), saved], Retention.Kept(checkpoints, saved, keepLast));
    }

    [Fact]
    public void The_best_one_stays_until_a_better_one_comes()
    {
        Checkpoint[] kept = [new() { Step = 10, Best = true }, new() { Step = 25 }, new() { Step = 30 }];
        Assert.Equal([10L, 30, 35], Retention.Kept(kept, new() { Step = 35 }, keepLast: 2).Select(checkpoint => checkpoint.Step));
        Assert.Equal([25L], Retention.Expired(kept, new() { Step = 35 }, keepLast: 2).Select(checkpoint => checkpoint.Step));
        Assert.Equal([30L, 40], Retention.Kept(kept, new() { Step = 40, Best = true }, keepLast: 2).Select(checkpoint => checkpoint.Step));
    }

    [Fact]
    public void At_most_one_is_marked_as_best_and_what_was_logged_is_not_changed()
    {
        Checkpoint[] kept = [new() { Step = 10, Best = true }];
        IReadOnlyList<Checkpoint> after = Retention.Kept(kept, new() { Step = 20, Best = true }, keepLast: 2);
        Assert.Equal([(10L, false), (20L, true)], after.Select(checkpoint => (checkpoint.Step, checkpoint.Best)));
        Assert.True(kept[0].Best);
    }
}
