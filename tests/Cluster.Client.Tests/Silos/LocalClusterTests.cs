using System.Diagnostics;
using System.Globalization;
using Cluster.Client.Errors;
using Cluster.Client.Silos;
using Cluster.Client.Tests.Servers;

namespace Cluster.Client.Tests.Silos;

public sealed class LocalClusterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Missing_silos_are_started_and_those_started_are_stopped()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ScriptedSilo silo = ScriptedSilo.Serving(server.Url);
        SiloDirectory directory = new(silo.Data, TimeProvider.System);
        using LocalCluster first = await EnsureAsync(directory, silo, 1, null);
        using LocalCluster second = await EnsureAsync(directory, silo, 3, 4711);
        using LocalCluster third = await EnsureAsync(directory, silo, 2, null);

        Assert.Equal((1, 2, 0), (first.StartedCount, second.StartedCount, third.StartedCount));
        Assert.Equal(["silo-1", "silo-2", "silo-3"], second.Silos.Select(record => record.Name).Order());
        Assert.Equal(
            [
                $"--data {silo.Data} --name silo-1 --lanes 2",
                $"--data {silo.Data} --name silo-2 --lanes 2 --parent 4711",
                $"--data {silo.Data} --name silo-3 --lanes 2 --parent 4711",
            ],
            silo.Arguments.Order());

        await second.StopAsync();
        Assert.Equal(["silo-1"], (await directory.LiveAsync(Cancel)).Select(record => record.Name));
        await first.StopAsync();
        Assert.Empty(await directory.LiveAsync(Cancel));
    }

    [Fact]
    public async Task A_silo_leads_a_session_of_its_own_and_logs_to_a_file()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ScriptedSilo silo = ScriptedSilo.Serving(server.Url);
        using LocalCluster local = await EnsureAsync(new SiloDirectory(silo.Data, TimeProvider.System), silo, 1, null);
        string pid = local.Silos[0].Pid.ToString(CultureInfo.InvariantCulture);

        // Field 6 of stat is the session; the name in field 2 has no spaces.
        string session = (await File.ReadAllTextAsync($"/proc/{pid}/stat", Cancel)).Split(' ')[5];
        string? output = File.ResolveLinkTarget($"/proc/{pid}/fd/1", false)?.FullName;
        await local.StopAsync();

        Assert.Equal(pid, session);
        Assert.Equal(Path.Combine(silo.Data, "logs", "silo-1.log"), output);
    }

    [Fact]
    public async Task A_silo_that_ends_at_once_is_explained_by_its_last_error()
    {
        using ScriptedSilo silo = ScriptedSilo.Failing("error: first\\nerror: The data directory is read-only.\\nbye");
        SiloDirectory directory = new(silo.Data, TimeProvider.System);

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(() => EnsureAsync(directory, silo, 1, null));

        Assert.Equal(ErrorKind.Unavailable, error.Kind);
        Assert.Equal("The silo silo-1 did not start. The data directory is read-only.", error.Message);
    }

    [Fact]
    public async Task A_silo_that_ends_without_an_error_line_is_explained_by_its_last_lines_of_this_run()
    {
        using ScriptedSilo silo = ScriptedSilo.Failing("one\\ntwo");
        SiloDirectory directory = new(silo.Data, TimeProvider.System);
        Directory.CreateDirectory(Path.Combine(silo.Data, "logs"));
        string log = Path.Combine(silo.Data, "logs", "silo-1.log");
        await File.WriteAllTextAsync(log, "error: of an earlier run\n", Cancel);

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(() => EnsureAsync(directory, silo, 1, null));

        Assert.Equal($"The silo silo-1 did not start. Its log {log} ends with:\none\ntwo", error.Message);
    }

    [Fact]
    public async Task Two_who_start_at_once_start_one_silo_between_them()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ScriptedSilo silo = ScriptedSilo.Serving(server.Url);
        SiloDirectory directory = new(silo.Data, TimeProvider.System);

        LocalCluster[] both = await Task.WhenAll(EnsureAsync(directory, silo, 1, null), EnsureAsync(directory, silo, 1, null));

        Assert.Equal(1, both.Sum(local => local.StartedCount));
        await Task.WhenAll(both.Select(local => local.StopAsync()));
    }

    [Fact]
    public async Task The_end_of_all_started_silos_is_noticed()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ScriptedSilo silo = ScriptedSilo.Serving(server.Url);
        using LocalCluster local = await EnsureAsync(new SiloDirectory(silo.Data, TimeProvider.System), silo, 1, null);
        Task<string> ended = local.EndedAsync(Cancel);
        Assert.False(ended.IsCompleted);

        using Process process = Process.GetProcessById(local.Silos[0].Pid);
        process.Kill(entireProcessTree: true);

        Assert.StartsWith("The silo silo-1 ended. ", await ended, StringComparison.Ordinal);
    }

    private static Task<LocalCluster> EnsureAsync(SiloDirectory directory, ScriptedSilo silo, int count, int? parent) =>
        LocalCluster.EnsureAsync(directory, () => silo.Executable, count, new SiloStrength(2, Device: null), parent, TimeProvider.System, Cancel);
}
