using System.Diagnostics;
using Cluster.Silo.Membership;
using Cluster.Training.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Cluster.Silo.Tests.Membership;

public sealed class DeadSiloTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly MembershipFile _file;
    private readonly FileMembershipTable _table;

    public DeadSiloTests()
    {
        _file = new MembershipFile(_disk.Path, TimeProvider.System);
        _table = new FileMembershipTable(_file);
    }

    public void Dispose()
    {
        _table.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task A_silo_is_dead_as_soon_as_its_process_lets_go_of_its_lock()
    {
        using var lost = new FileMembershipTable(new MembershipFile(_disk.Path, TimeProvider.System));
        await _table.Insert(10);
        MembershipEntry entry = await lost.Insert(20);
        await lost.Update(entry, SiloStatus.Active);
        Assert.Equal([SiloStatus.Joining, SiloStatus.Active], Statuses(await _table.ReadAll()));

        lost.Dispose();
        MembershipTableData read = await _table.ReadAll();

        Assert.Equal([SiloStatus.Joining, SiloStatus.Dead], Statuses(read));
        Assert.Equal((4, "4"), (read.Version.Version, read.Members.Single(member => member.Item1.SiloName == "silo-20").Item2));
        Assert.Equal(4, (await _table.ReadAll()).Version.Version);
    }

    [Fact]
    public async Task A_killed_process_is_seen_dead_and_leaves_no_file_behind()
    {
        SiloAddress silo = Rows.Address(20);
        string alive = _disk[$"{silo.ToParsableString().Replace(':', '_')}.alive"];
        // The shell takes the same lock as .NET does, says so, and becomes a process that waits.
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec 9<>'{alive}'; flock 9; echo held; exec sleep 600"])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("held", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.False(_file.IsGone(silo.ToParsableString()));
            MembershipRow row = MembershipRow.From(Rows.Entry(20, SiloStatus.Active), "1");
            Assert.True(await _file.Change(_ => new MembershipDocument(1, [row])));
            Assert.Equal([SiloStatus.Active], Statuses(await _table.ReadAll()));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([SiloStatus.Dead], Statuses(await _table.ReadAll()));
        Assert.False(File.Exists(alive));
    }

    [Fact]
    public async Task A_silo_that_joins_makes_the_next_one_wait_until_it_is_active()
    {
        var time = new FakeTimeProvider();
        using var next = new FileMembershipTable(new MembershipFile(_disk.Path, time));
        await _table.InitializeMembershipTable(tryInitTableVersion: true);
        MembershipEntry entry = await _table.Insert(10);
        Task waiting = next.InitializeMembershipTable(tryInitTableVersion: true);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);

        await _table.Update(entry, SiloStatus.Active);

        await Passing(time, waiting, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_silo_that_hangs_while_it_joins_holds_up_the_next_one_for_a_while_only()
    {
        var time = new FakeTimeProvider();
        DateTimeOffset began = time.GetUtcNow();
        using var next = new FileMembershipTable(new MembershipFile(_disk.Path, time));
        await _table.InitializeMembershipTable(tryInitTableVersion: true);
        await Passing(time, next.InitializeMembershipTable(tryInitTableVersion: true), TimeSpan.FromSeconds(10));
        Assert.InRange((time.GetUtcNow() - began).TotalSeconds, 30, 60);
        await next.Insert(20);
    }

    [Fact]
    public async Task A_silo_that_fails_to_join_lets_the_next_one_join()
    {
        using (var failing = new FileMembershipTable(new MembershipFile(_disk.Path, TimeProvider.System)))
            await failing.InitializeMembershipTable(tryInitTableVersion: true);
        await _table.InitializeMembershipTable(tryInitTableVersion: true);
    }

    // Lets time pass until something is done.
    private static async Task Passing(FakeTimeProvider time, Task task, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            time.Advance(step);
            await Task.Yield();
        }

        await task;
    }

    private static SiloStatus[] Statuses(MembershipTableData table) =>
        [.. table.Members.OrderBy(member => member.Item1.SiloName, StringComparer.Ordinal).Select(member => member.Item1.Status)];
}
