using Cluster.Silo.Membership;
using Cluster.Training.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Cluster.Silo.Tests.Membership;

public sealed class MembershipFileTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly MembershipFile _file;

    public MembershipFileTests() => _file = new MembershipFile(_disk.Path, TimeProvider.System);

    private string Table => _disk["membership.json"];

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task No_change_is_lost_when_many_happen_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Another().Change(table => table with { Version = table.Version + 1 }))));
        Assert.Equal(40, _file.Read().Version);
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_table()
    {
        MembershipRow[] rows = [.. Enumerable.Range(0, 200).Select(port => MembershipRow.From(Rows.Entry(port), "1"))];
        Task writing = Task.Run(async () =>
        {
            for (int version = 1; version <= 50; version++) await Another().Change(_ => new MembershipDocument(version, rows));
        }, TestContext.Current.CancellationToken);
        int newest = 0;
        while (!writing.IsCompleted)
        {
            MembershipDocument read = _file.Read();
            Assert.InRange(read.Version, newest, 50);
            Assert.Equal(read.Version == 0 ? 0 : rows.Length, read.Rows.Count);
            newest = read.Version;
        }

        await writing;
        Assert.Equal(50, _file.Read().Version);
    }

    [Fact]
    public async Task What_a_crash_left_of_a_write_is_not_read_and_does_not_stay()
    {
        await _file.Change(_ => new MembershipDocument(7, []));
        await File.WriteAllTextAsync($"{Table}.tmp", "{\"Version\": 9, \"Ro", TestContext.Current.CancellationToken);
        Assert.Equal(7, _file.Read().Version);
        await _file.Change(_ => new MembershipDocument(8, []));
        Assert.Equal(8, _file.Read().Version);
        Assert.Equal([Table, _disk["membership.lock"]], _disk.Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"Version\":3,\"Rows\":[{\"Silo\"")]
    public async Task A_table_that_a_broken_disk_damaged_is_an_empty_one(string content)
    {
        await File.WriteAllTextAsync(Table, content, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (_file.Read().Version, _file.Read().Rows.Count));
        MembershipRow row = MembershipRow.From(Rows.Entry(10), "1");
        Assert.True(await _file.Change(table => new MembershipDocument(table.Version + 1, [row])));
        Assert.Equal("silo-10", Assert.Single(_file.Read().Rows).Name);
    }

    [Fact]
    public async Task A_change_that_is_none_leaves_the_file_alone()
    {
        Assert.False(await _file.Change(_ => null));
        Assert.False(File.Exists(Table));
    }

    [Fact]
    public async Task A_process_that_hangs_while_it_writes_gives_the_others_an_error()
    {
        using FileStream held = new(_disk["membership.lock"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(11) };
        IOException error = await Assert.ThrowsAsync<IOException>(() => new MembershipFile(_disk.Path, time).Change(table => table));
        Assert.Equal($"another process has been changing {Table} for 10 s", error.Message);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_no_reason_to_wait()
    {
        // Nothing can be made below a file, not even by root; the clock does not move.
        await File.WriteAllTextAsync(_disk["file"], "", TestContext.Current.CancellationToken);
        var file = new MembershipFile(_disk["file"], new FakeTimeProvider());
        await Assert.ThrowsAsync<IOException>(() => file.Change(table => table));
    }

    [Fact]
    public void A_silo_is_gone_when_nobody_holds_its_lock()
    {
        string silo = Rows.Address(10).ToParsableString();
        Assert.True(_file.IsGone(silo));
        using (_file.HoldAlive(silo)) Assert.False(Another().IsGone(silo));
        Assert.True(_file.IsGone(silo));
    }

    private MembershipFile Another() => new(_disk.Path, TimeProvider.System);
}
