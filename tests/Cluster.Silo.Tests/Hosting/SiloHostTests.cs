using System.Text.Json;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Replicas;
using Cluster.Training.Tests;
using Cluster.Training.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Cluster.Silo.Tests.Hosting;

public sealed class SiloHostTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_ready_silo_leaves_a_record_of_itself_until_it_ends()
    {
        string path = _disk[$"silos/{Environment.ProcessId}.json"];
        await using (RunningSilo silo = await RunningSilo.Start(_disk))
        {
            SiloRecord record = JsonSerializer.Deserialize<SiloRecord>(await File.ReadAllTextAsync(path, TimeLimit.Token), JsonSerializerOptions.Web)!;
            Assert.Equal((Environment.ProcessId, "test", $"http://{silo.Channel.Target}"), (record.Pid, record.Name, record.FrontDoor));
            Assert.StartsWith("http://127.0.0.1:", record.DataPlane, StringComparison.Ordinal);
            Assert.NotEqual(record.FrontDoor, record.DataPlane);
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_worker_leaves_no_record_because_nobody_can_call_it()
    {
        await using SiloHost worker = await Start(role: SiloRole.Worker);
        Assert.Empty(worker.FrontDoor);
        Assert.DoesNotContain(_disk.Files(), file => file.Contains("/silos/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_removes_what_killed_processes_left_of_blobs()
    {
        Directory.CreateDirectory(_disk["blobs"]);
        await File.WriteAllTextAsync(_disk["blobs/0123.tmp"], "half a blo", TimeLimit.Token);
        await using RunningSilo silo = await RunningSilo.Start(_disk);
        Assert.Empty(Directory.GetFiles(_disk["blobs"], "*.tmp"));
    }

    [Fact]
    public async Task A_silo_can_be_started_again_over_the_same_data_at_the_same_port()
    {
        int port;
        await using (SiloHost first = await Start()) port = new Uri(first.FrontDoor).Port;
        await using SiloHost second = await Start(port);
        Assert.Equal(port, new Uri(second.FrontDoor).Port);
    }

    [Fact]
    public async Task A_port_that_is_taken_keeps_a_silo_from_starting_and_leaves_nothing_behind()
    {
        using var taken = new ListeningPort(0);
        SiloStartException error = await Assert.ThrowsAsync<SiloStartException>(() => Start(taken.Port));
        Assert.Equal($"port {taken.Port} cannot be used: Address already in use", error.Message);
        Assert.Empty(_disk.Files());
    }

    [Theory]
    [InlineData("membership")]
    [InlineData("silos")]
    [InlineData("data-plane.token/x")]
    public async Task A_data_directory_that_cannot_be_used_is_said_in_a_sentence(string path)
    {
        // A file where a directory should be, or the other way round, stops even root.
        Directory.CreateDirectory(Path.GetDirectoryName(_disk[path])!);
        await File.WriteAllTextAsync(_disk[path], "", TimeLimit.Token);
        SiloStartException error = await Assert.ThrowsAsync<SiloStartException>(() => Start());
        Assert.StartsWith($"the data directory {_disk.Path} cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(path.Split('/')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_does_not_load_keeps_a_silo_from_being_called_ready()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => SiloHost.Start(
            new SiloSettings { Data = _disk.Path },
            services => Quiet(services).AddSingleton<IReplicaFactory>(_ => throw new NotSupportedException("no device"))));
        Assert.Empty(Directory.Exists(_disk["silos"]) ? Directory.GetFiles(_disk["silos"]) : []);
    }

    private Task<SiloHost> Start(int port = 0, SiloRole role = SiloRole.All) => SiloHost.Start(
        new SiloSettings { Data = _disk.Path, Port = port, Role = role }, services => Quiet(services).AddSingleton<IReplicaFactory>(new QuadraticReplicaFactory()));

    private static IServiceCollection Quiet(IServiceCollection services) => services.RemoveAll<ILoggerProvider>();
}
