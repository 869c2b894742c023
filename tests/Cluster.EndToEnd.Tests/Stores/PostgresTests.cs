namespace Cluster.EndToEnd.Tests.Stores;

public sealed class PostgresTests
{
    [Fact]
    public Task A_job_outlives_a_stopped_PostgreSQL_and_a_restart_of_all_silos_and_an_emptied_one_is_not_overwritten() => new StoreRun(new PostgresServer()).RunAsync();
}
