using Cluster.Training.Planning;

namespace Cluster.Training.Tests.Planning;

public sealed class StepPlannerTests
{
    [Fact]
    public void Every_shard_and_every_float_belongs_to_just_one_worker()
    {
        for (int workers = 1; workers <= 9; workers++)
            for (int shards = 1; shards <= 17; shards++)
            {
                StepPlan plan = Plan(workers, shards, vectorLength: 16 * 11);
                Assert.Equal(Enumerable.Range(0, shards), plan.Shares.SelectMany(share => Enumerable.Range(share.FirstShard, share.EndShard - share.FirstShard)));
                Assert.Equal(Enumerable.Range(0, 16 * 11), plan.Shares.SelectMany(share => Enumerable.Range(share.SliceStart, share.SliceLength)));
            }
    }

    [Fact]
    public void Shards_are_divided_evenly()
    {
        int[] counts = [.. Plan(workers: 3, shards: 16, vectorLength: 160).Shares.Select(share => share.EndShard - share.FirstShard)];
        Assert.Equal([5, 5, 6], counts);
    }

    [Fact]
    public void Slices_begin_at_cache_lines() =>
        Assert.All(Plan(workers: 7, shards: 8, vectorLength: 1000).Shares, share => Assert.Equal(0, share.SliceStart % 16));

    private static StepPlan Plan(int workers, int shards, int vectorLength) => StepPlanner.Plan(
        3, 4, shards, 0.1f, vectorLength, [.. Enumerable.Range(0, workers).Select(i => ($"w{i}", $"http://w{i}"))]);
}
