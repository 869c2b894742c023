using Cluster.Silo.Membership;
using Cluster.Training.Tests;

namespace Cluster.Silo.Tests.Membership;

/// <summary>Orleans' contract of a membership table, by two tables over one directory, as two processes have them.</summary>
public sealed class FileMembershipTableTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly FileMembershipTable _first;
    private readonly FileMembershipTable _second;

    public FileMembershipTableTests()
    {
        _first = new FileMembershipTable(new MembershipFile(_disk.Path, TimeProvider.System));
        _second = new FileMembershipTable(new MembershipFile(_disk.Path, TimeProvider.System));
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task An_empty_table_has_version_zero()
    {
        MembershipTableData all = await _first.ReadAll();
        Assert.Empty(all.Members);
        Assert.Equal((0, "0"), (all.Version.Version, all.Version.VersionEtag));
    }

    [Fact]
    public async Task A_row_comes_back_from_another_process_as_it_was_inserted()
    {
        MembershipEntry inserted = await _first.Insert(10);
        MembershipTableData read = await _second.ReadRow(inserted.SiloAddress);
        (MembershipEntry entry, string etag) = Assert.Single(read.Members);
        Assert.Equal(1, read.Version.Version);
        Assert.Equal("1", etag);
        Assert.Equal(inserted.SiloAddress, entry.SiloAddress);
        Assert.Equal(("silo-10", "here", SiloStatus.Joining, 11), (entry.SiloName, entry.HostName, entry.Status, entry.ProxyPort));
        Assert.Equal((Rows.Start, DateTimeKind.Utc), (entry.StartTime, entry.StartTime.Kind));
        Assert.Equal(Rows.Start.AddSeconds(10), entry.IAmAliveTime);
        Assert.Equal([Tuple.Create(Rows.Address(99), Rows.Start.AddMinutes(1))], entry.SuspectTimes);
    }

    [Fact]
    public async Task ReadRow_of_a_silo_that_is_not_there_gives_the_version_only()
    {
        await _first.Insert(10);
        MembershipTableData read = await _second.ReadRow(Rows.Address(11));
        Assert.Empty(read.Members);
        Assert.Equal(1, read.Version.Version);
    }

    [Fact]
    public async Task ReadAll_returns_the_silos_of_all_processes()
    {
        await _first.Insert(10);
        await _second.Insert(20);
        MembershipTableData all = await _first.ReadAll();
        Assert.Equal(["silo-10", "silo-20"], all.Members.Select(member => member.Item1.SiloName).Order());
        Assert.Equal(2, all.Version.Version);
    }

    [Fact]
    public async Task A_silo_is_inserted_once()
    {
        await _first.Insert(10);
        Assert.False(await _first.InsertRow(Rows.Entry(10), await _first.Next()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_insert_at_a_version_that_is_not_the_next_is_refused(int version)
    {
        Assert.False(await _first.InsertRow(Rows.Entry(10), new TableVersion(version, "")));
        Assert.Empty((await _second.ReadAll()).Members);
    }

    [Fact]
    public async Task An_update_changes_the_row_its_etag_and_the_version()
    {
        MembershipEntry entry = await _first.Insert(10);
        await _first.Update(entry, SiloStatus.Active);
        MembershipTableData read = await _second.ReadRow(entry.SiloAddress);
        Assert.Equal(SiloStatus.Active, Assert.Single(read.Members).Item1.Status);
        Assert.Equal("2", read.Members[0].Item2);
        Assert.Equal(2, read.Version.Version);
    }

    [Theory]
    [InlineData(10, "0", 2)]
    [InlineData(10, "1", 1)]
    [InlineData(10, "1", 3)]
    [InlineData(11, "1", 2)]
    public async Task An_update_of_another_etag_version_or_silo_is_refused(int port, string etag, int version)
    {
        await _first.Insert(10);
        Assert.False(await _second.UpdateRow(Rows.Entry(port, SiloStatus.Active), etag, new TableVersion(version, "")));
        (MembershipEntry entry, string unchanged) = Assert.Single((await _first.ReadAll()).Members);
        Assert.Equal((SiloStatus.Joining, "1"), (entry.Status, unchanged));
    }

    [Fact]
    public async Task Of_updates_at_the_same_version_one_wins()
    {
        MembershipEntry one = await _first.Insert(10), other = await _second.Insert(20);
        MembershipTableData read = await _first.ReadAll();
        bool[] won = await Task.WhenAll(Update(_first, one), Update(_second, other), Update(_first, one), Update(_second, other));
        Assert.Single(won, true);
        Assert.Equal(3, (await _first.ReadAll()).Version.Version);

        Task<bool> Update(FileMembershipTable table, MembershipEntry entry) => Task.Run(() => table.UpdateRow(
            entry, read.Members.Single(member => member.Item1.SiloName == entry.SiloName).Item2, read.Version.Next()));
    }

    [Fact]
    public async Task I_am_alive_changes_the_time_and_no_version()
    {
        MembershipEntry entry = await _first.Insert(10);
        entry.IAmAliveTime = Rows.Start.AddHours(1);
        await _first.UpdateIAmAlive(entry);
        MembershipTableData read = await _second.ReadAll();
        Assert.Equal((Rows.Start.AddHours(1), "1"), (Assert.Single(read.Members).Item1.IAmAliveTime, read.Members[0].Item2));
        Assert.Equal(1, read.Version.Version);
    }

    [Fact]
    public async Task Cleanup_removes_dead_silos_that_were_last_seen_before_a_moment()
    {
        MembershipEntry living = await _first.Insert(10);
        foreach (int port in new[] { 20, 30 }) await _second.Update(await _second.Insert(port), SiloStatus.Dead);
        await _first.CleanupDefunctSiloEntries(new DateTimeOffset(Rows.Start.AddSeconds(30)));
        Assert.Equal([living.SiloAddress, Rows.Address(30)], (await _second.ReadAll()).Members.Select(member => member.Item1.SiloAddress));
    }

    [Fact]
    public async Task Deleting_the_table_leaves_none()
    {
        await _first.Insert(10);
        await _first.DeleteMembershipTableEntries("cluster");
        Assert.Empty((await _second.ReadAll()).Members);
    }
}
