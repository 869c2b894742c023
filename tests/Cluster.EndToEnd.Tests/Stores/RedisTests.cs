using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Stores;

public sealed class RedisTests
{
    [Fact]
    public Task A_job_outlives_a_silent_Redis_and_a_restart_of_all_silos_and_an_emptied_one_is_not_overwritten() => new StoreRun(new RedisServer()).RunAsync();

    [Fact]
    public async Task A_silo_that_does_not_know_the_password_says_so_and_ends()
    {
        await using RedisServer redis = new();
        await redis.StartAsync();
        await redis.ProtectAsync("right");
        await using StoreCluster cluster = new(redis);
        CommandResult refused = (await cluster.StartSilo(0).EndAsync()).AssertExitCode(1);
        Assert.Equal("error: the redis store refuses the connection: user, password or ssl in the connection string do not fit\n", refused.Error);
    }
}
