using Cluster.Silo.Membership;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cluster.Silo.Tests.Membership;

public sealed class DeadProcessWatchTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly FakeTimeProvider _time = new();
    private readonly MembershipFile _file;

    public DeadProcessWatchTests() => _file = new MembershipFile(_disk.Path, TimeProvider.System);

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Active_silos_without_a_process_are_declared_dead_and_no_others()
    {
        using FileStream alive = _file.HoldAlive(Rows.Address(1).ToParsableString());
        var membership = new ScriptedMembership((1, SiloStatus.Active), (2, SiloStatus.Active), (3, SiloStatus.Joining), (4, SiloStatus.Dead));
        using DeadProcessWatch watch = await Watch(membership);
        Assert.Equal(Rows.Address(2), await Next(membership));
        Assert.Equal(Rows.Address(2), await Next(membership));
        await watch.StopAsync(TimeLimit.Token);
    }

    [Fact]
    public async Task A_watch_whose_verdict_could_not_be_written_tries_again()
    {
        var membership = new ScriptedMembership((2, SiloStatus.Active));
        membership.Fail(new IOException("No space left on device"));
        membership.Fail(new OrleansException("not now"));
        using DeadProcessWatch watch = await Watch(membership);
        for (int i = 0; i < 3; i++) Assert.Equal(Rows.Address(2), await Next(membership));
        Assert.False(watch.ExecuteTask!.IsCompleted);
        await watch.StopAsync(TimeLimit.Token);
    }

    // The silo of the next verdict; time passes until there is one.
    private async Task<SiloAddress> Next(ScriptedMembership membership)
    {
        Task<SiloAddress> next = membership.Killed.ReadAsync(TimeLimit.Token).AsTask();
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        return await next;
    }

    private async Task<DeadProcessWatch> Watch(ScriptedMembership membership)
    {
        var watch = new DeadProcessWatch(_file, membership, _time, NullLogger<DeadProcessWatch>.Instance);
        await watch.StartAsync(TimeLimit.Token);
        return watch;
    }
}
