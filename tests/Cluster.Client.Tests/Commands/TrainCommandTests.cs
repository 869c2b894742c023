using System.Text.Json;
using Cluster.Client.Silos;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Client.Tests.Commands;

public sealed class TrainCommandTests : IAsyncLifetime
{
    private readonly CommandRun _command = new();
    private readonly TemporaryFolder _folder = new();
    private TestServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Spec => _folder.File("s.yaml");

    private string Model => _folder.File("model");

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _server.Models.Add("labels.txt", [1, 2, 3]);
        await File.WriteAllTextAsync(Spec, "name: x\n", Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Train_follows_the_job_pulls_the_model_and_ends_with_one_JSON_object()
    {
        EndWith(Job.Types.State.Succeeded);

        Assert.Equal(0, await _command.RunAsync("train", Spec, "--server", _server.Url, "--out", Model, "--output", "json"));

        using JsonDocument json = JsonDocument.Parse(_command.Out);
        Assert.Equal("SUCCEEDED", json.RootElement.GetProperty("state").GetString());
        Assert.Equal(Model, json.RootElement.GetProperty("model").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("steps").GetInt64());
        Assert.Equal(64, json.RootElement.GetProperty("examplesPerSecond").GetDouble(), 9);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(Model, "labels.txt"), Cancel));
        Assert.Equal(
            "job job-1\nRUNNING\nepoch 1/1 done  loss 1.0000  accuracy 0.5000  validation/accuracy 0.6250\nSUCCEEDED\n", _command.Error);
    }

    [Fact]
    public async Task A_failed_job_is_exit_code_1_with_its_reason()
    {
        EndWith(Job.Types.State.Failed);

        Assert.Equal(1, await _command.RunAsync("train", Spec, "--server", _server.Url, "--out", Model, "--output", "json"));

        Assert.EndsWith("error: job job-1 FAILED (DIVERGED): The loss is no number.\n", _command.Error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(_command.Out);
        Assert.Equal(
            ("FAILED", "DIVERGED", JsonValueKind.Null),
            (json.RootElement.GetProperty("state").GetString(), json.RootElement.GetProperty("reason").GetString(),
                json.RootElement.GetProperty("model").ValueKind));
        Assert.False(Directory.Exists(Model));
    }

    [Fact]
    public async Task Watch_of_a_failed_job_is_exit_code_1()
    {
        EndWith(Job.Types.State.Failed);

        Assert.Equal(1, await _command.RunAsync("watch", "job-1", "--server", _server.Url, "--after", "3"));
        Assert.Equal(3, Assert.Single(_server.Jobs.Watches).AfterSequence);
    }

    [Fact]
    public async Task Detach_returns_after_the_submission()
    {
        Assert.Equal(0, await _command.RunAsync("train", Spec, "--server", _server.Url, "--detach"));

        Assert.Equal("job-1\n", _command.Out);
        Assert.Empty(_server.Jobs.Watches);
    }

    [Fact]
    public async Task A_silo_started_for_the_job_is_stopped_at_its_end()
    {
        EndWith(Job.Types.State.Succeeded);
        using ScriptedSilo silo = Local();

        Assert.Equal(0, await _command.RunAsync("train", Spec, "--out", Model, "--lanes", "3", "--device", "cuda"));

        Assert.Equal([$"--data {silo.Data} --name silo-1 --lanes 3 --device cuda:0"], silo.Arguments);
        Assert.Empty(await new SiloDirectory(silo.Data, TimeProvider.System).LiveAsync(Cancel));
    }

    [Theory]
    [InlineData(false, "", 1)]
    [InlineData(true, "\n", 1)]
    [InlineData(true, "y\n", 0)]
    public async Task Ctrl_C_stops_following_and_leaves_the_silo_running_unless_told_otherwise(bool canAsk, string answer, int running)
    {
        using ScriptedSilo silo = Local();
        using CancellationTokenSource interrupt = new();
        _server.Jobs.OnWatch = async (_, _, call) =>
        {
            await interrupt.CancelAsync();
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        };
        _command.CanAsk = canAsk;
        _command.Input = answer;

        Assert.Equal(130, await _command.RunAsync(interrupt.Token, "train", Spec, "--data", silo.Data));

        Assert.Contains(
            $"The job goes on. Follow it with: cluster watch job-1 --data {silo.Data}\n", _command.Error, StringComparison.Ordinal);
        Assert.Equal(canAsk, _command.Error.Contains("[y/N]", StringComparison.Ordinal));
        IReadOnlyList<SiloRecord> live = await new SiloDirectory(silo.Data, TimeProvider.System).LiveAsync(Cancel);
        Assert.Equal(running, live.Count);
        foreach (SiloRecord record in live)
            Kill(record);
    }

    [Fact]
    public async Task Train_ends_when_all_silos_it_started_have_ended()
    {
        using ScriptedSilo silo = Local();
        _server.Jobs.OnWatch = async (_, _, call) =>
        {
            Kill((await new SiloDirectory(silo.Data, TimeProvider.System).LiveAsync(Cancel)).Single());
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        };

        Assert.Equal(6, await _command.RunAsync("train", Spec));

        Assert.Contains("error: The silo silo-1 ended.", _command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_starts_silos_that_end_with_it_and_stops_them_at_Ctrl_C()
    {
        using ScriptedSilo silo = Local();
        SiloDirectory directory = new(silo.Data, TimeProvider.System);
        using CancellationTokenSource interrupt = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        Task<int> up = _command.RunAsync(interrupt.Token, "up", "--silos", "2", "--lanes", "1");
        while ((await directory.LiveAsync(Cancel)).Count < 2)
            await Task.Yield();
        // Once the lock is free, the silos are started and the command only waits.
        (await StartLock.TakeAsync(silo.Data, TimeProvider.System, Cancel)).Dispose();
        await interrupt.CancelAsync();

        Assert.Equal(0, await up);
        Assert.All(silo.Arguments, line => Assert.EndsWith($" --parent {Environment.ProcessId}", line, StringComparison.Ordinal));
        Assert.Empty(await directory.LiveAsync(Cancel));
    }

    private ScriptedSilo Local()
    {
        ScriptedSilo silo = ScriptedSilo.Serving(_server.Url);
        _command.Environment["CLUSTER_SILO"] = silo.Executable;
        _command.Environment["CLUSTER_DATA"] = silo.Data;
        return silo;
    }

    private void EndWith(Job.Types.State state)
    {
        _server.Jobs.Job.Progress = new Progress { Epochs = 1, TotalSteps = 2 };
        _server.Jobs.OnWatch = async (_, stream, _) =>
        {
            await stream.WriteAsync(Events.State(1, Job.Types.State.Running), Cancel);
            await stream.WriteAsync(Events.Step(2, 1), Cancel);
            await stream.WriteAsync(Events.Step(3, 2), Cancel);
            await stream.WriteAsync(Events.Epoch(4, 0, 2, 0.625), Cancel);
            _server.Jobs.Job = new Job
            {
                Id = "job-1",
                State = state,
                Reason = state == Job.Types.State.Failed ? "DIVERGED" : "",
                Message = state == Job.Types.State.Failed ? "The loss is no number." : "",
                StartTime = Timestamp.FromDateTimeOffset(Events.Noon),
                EndTime = Timestamp.FromDateTimeOffset(Events.Noon.AddSeconds(2)),
                Progress = new Progress { Epochs = 1, Epoch = 1, Step = 2, TotalSteps = 2 },
            };
            await stream.WriteAsync(Events.State(5, state), Cancel);
        };
    }

    private static void Kill(SiloRecord record)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(record.Pid);
        process.Kill(entireProcessTree: true);
    }
}
