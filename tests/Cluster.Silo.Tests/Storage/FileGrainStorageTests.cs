using Cluster.Grains.Jobs;
using Cluster.Grains.Serialization;
using Cluster.Silo.Storage;
using Cluster.Training.Tests;
using Cluster.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;

namespace Cluster.Silo.Tests.Storage;

public sealed class FileGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("coordinator", "names-abc/../123");

    private readonly TemporaryDirectory _disk = new();
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddTrainingSerialization()
        .AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>()
        .BuildServiceProvider();

    private readonly FileGrainStorage _storage;

    public FileGrainStorageTests() => _storage = Open(_disk.Path);

    public void Dispose()
    {
        _services.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task State_comes_back_through_the_serializer_of_the_grains()
    {
        await _storage.WriteStateAsync("job", Grain, State("names-abc", term: 5));
        GrainState<JobRecord> read = await Read();
        Assert.True(read.RecordExists);
        Assert.Equal((5, "names-abc"), (read.State!.Term, read.State!.Job.Id));
    }

    [Fact]
    public async Task A_grain_without_state_has_the_state_of_a_new_one()
    {
        GrainState<JobRecord> read = await Read();
        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.Equal(0, read.State!.Term);
    }

    [Fact]
    public async Task States_and_grains_of_other_names_are_apart()
    {
        await _storage.WriteStateAsync("job", Grain, State("a"));
        await _storage.WriteStateAsync("other", Grain, State("b"));
        await _storage.WriteStateAsync("job", GrainId.Create("coordinator", "names-abc"), State("c"));
        Assert.Equal("a", (await Read()).State!.Job.Id);
        Assert.All(_disk.Files(), file => Assert.StartsWith(_disk.Path, Path.GetFullPath(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_read_before_the_last_write_is_refused()
    {
        await _storage.WriteStateAsync("job", Grain, State("a"));
        GrainState<JobRecord> stale = await Read(), fresh = await Read();
        await _storage.WriteStateAsync("job", Grain, fresh);
        string? etag = fresh.ETag;

        InconsistentStateException error = await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("job", Grain, stale));

        Assert.Contains("was changed by another silo", error.Message, StringComparison.Ordinal);
        Assert.Equal((etag, stale.ETag), (error.StoredEtag, error.CurrentEtag));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearStateAsync("job", Grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("job", Grain, State("new")));
        Assert.Equal(etag, (await Read()).ETag);
    }

    [Fact]
    public async Task Of_silos_that_write_over_the_same_version_at_the_same_moment_one_wins()
    {
        await _storage.WriteStateAsync("job", Grain, State("old"));
        GrainState<JobRecord>[] states = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Read()));
        bool[] won = await Task.WhenAll(states.Select(state => Task.Run(() => Wins(state))));
        Assert.Single(won, true);
        Assert.Equal(states[Array.IndexOf(won, true)].ETag, (await Read()).ETag);

        async Task<bool> Wins(GrainState<JobRecord> state)
        {
            try
            {
                await Open(_disk.Path).WriteStateAsync("job", Grain, state);
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Cleared_state_is_gone_and_can_be_written_again()
    {
        GrainState<JobRecord> state = State("a");
        await _storage.WriteStateAsync("job", Grain, state);
        await _storage.ClearStateAsync("job", Grain, state);
        Assert.False((await Read()).RecordExists);
        Assert.Equal((null, false, ""), (state.ETag, state.RecordExists, state.State!.Job.Id));
        await _storage.WriteStateAsync("job", Grain, state);
        Assert.True((await Read()).RecordExists);
    }

    [Fact]
    public async Task A_crash_before_the_rename_leaves_the_old_state()
    {
        await _storage.WriteStateAsync("job", Grain, State("old"));
        string file = Assert.Single(_disk.Files(), path => path.EndsWith(".bin", StringComparison.Ordinal));
        await File.WriteAllTextAsync($"{file}.tmp", "half a sta", TestContext.Current.CancellationToken);

        GrainState<JobRecord> read = await Read();
        Assert.Equal("old", read.State!.Job.Id);
        read.State!.Job.Id = "new";
        await _storage.WriteStateAsync("job", Grain, read);

        Assert.Equal("new", (await Read()).State!.Job.Id);
        Assert.Empty(Directory.EnumerateFiles(_disk.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_damaged_file_is_named()
    {
        await _storage.WriteStateAsync("job", Grain, State("old"));
        string file = Assert.Single(_disk.Files(), path => path.EndsWith(".bin", StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, "short", TestContext.Current.CancellationToken);
        IOException error = await Assert.ThrowsAsync<IOException>(Read);
        Assert.Equal($"the state file {file} is damaged", error.Message);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_gives_an_error_with_its_path()
    {
        await File.WriteAllTextAsync(_disk["job"], "", TestContext.Current.CancellationToken);
        IOException error = await Assert.ThrowsAsync<IOException>(() => _storage.WriteStateAsync("job", Grain, State("a")));
        Assert.Contains(_disk["job"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_permission_is_an_error_of_the_disk_and_the_old_state_stays()
    {
        GrainState<JobRecord> state = State("old");
        await _storage.WriteStateAsync("job", Grain, state);
        string file = Assert.Single(_disk.Files(), path => path.EndsWith(".bin", StringComparison.Ordinal));
        // A directory in the place of the temporary file is refused to everyone, root included.
        Directory.CreateDirectory($"{file}.tmp");
        state.State!.Job.Id = "new";
        await Assert.ThrowsAsync<IOException>(() => _storage.WriteStateAsync("job", Grain, state));
        Assert.Equal("old", (await Read()).State!.Job.Id);
    }

    [Fact]
    public async Task A_full_disk_leaves_the_old_state()
    {
        using var disk = new SmallDisk();
        FileGrainStorage storage = Open(disk.Path);
        GrainState<JobRecord> state = State("old");
        await storage.WriteStateAsync("job", Grain, state);
        string? etag = state.ETag;
        state.State!.Job.Message = new string('x', 2 << 20);

        IOException error = await Assert.ThrowsAsync<IOException>(() => storage.WriteStateAsync("job", Grain, state));

        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Equal(etag, state.ETag);
        var read = new GrainState<JobRecord>();
        await storage.ReadStateAsync("job", Grain, read);
        Assert.Equal(("old", etag), (read.State!.Job.Id, read.ETag));
        Assert.DoesNotContain(disk.Files(), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_hangs_while_it_writes_gives_the_others_an_error()
    {
        await _storage.WriteStateAsync("job", Grain, State("old"));
        string file = Assert.Single(_disk.Files(), path => path.EndsWith(".bin", StringComparison.Ordinal));
        using FileStream held = new($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(11) };
        var storage = new FileGrainStorage(_disk.Path, _services.GetRequiredService<IGrainStorageSerializer>(), time);
        IOException error = await Assert.ThrowsAsync<IOException>(async () => await storage.WriteStateAsync("job", Grain, await Read()));
        Assert.Equal($"another process has been writing {file} for 10 s", error.Message);
    }

    private static GrainState<JobRecord> State(string id, long term = 1) => new(new JobRecord { Job = new Job { Id = id }, Term = term });

    private FileGrainStorage Open(string directory) =>
        new(directory, _services.GetRequiredService<IGrainStorageSerializer>(), TimeProvider.System);

    private async Task<GrainState<JobRecord>> Read()
    {
        var state = new GrainState<JobRecord>();
        await _storage.ReadStateAsync("job", Grain, state);
        return state;
    }
}
