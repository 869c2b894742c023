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
        Assert.Equal(checkpoints.Take(expired), Retention.Expired(checkpoints, keepLast));
    }
}
