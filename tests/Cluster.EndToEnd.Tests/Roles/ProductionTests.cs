using Cluster.EndToEnd.Tests.Stores;

namespace Cluster.EndToEnd.Tests.Roles;

public sealed class ProductionTests
{
    [Fact]
    public Task A_job_passes_a_front_door_with_keys_and_TLS_to_workers_that_share_Redis_and_nothing_else() => new ProductionRun(new RedisServer()).RunAsync();

    [Fact]
    public Task A_job_passes_a_front_door_with_keys_and_TLS_to_workers_that_share_PostgreSQL_and_nothing_else() => new ProductionRun(new PostgresServer()).RunAsync();
}
