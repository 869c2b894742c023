using System.Net;
using System.Security.Cryptography;
using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.EndToEnd.Tests.Recovery;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Roles;

/// <summary>Clients talk to a front door, which is no silo; workers that nobody reaches from outside train.</summary>
public sealed class FrontDoorTests
{
    private const int Epochs = 8;

    private static readonly HttpClient Http = new();

    [Fact]
    public async Task A_job_does_not_notice_that_its_front_door_is_killed_and_neither_does_who_watches()
    {
        UndisturbedRun undisturbed = await UndisturbedRun.OfAsync(Epochs);
        await using TestCluster cluster = new();
        int port = RoleProcess.FreePort();
        cluster.Server = $"http://127.0.0.1:{port}";
        // In any order: the front door waits for a silo.
        RoleProcess door = RoleProcess.FrontDoor(cluster, "door-1", port);
        RoleProcess[] workers = [RoleProcess.Worker(cluster, "worker-1"), RoleProcess.Worker(cluster, "worker-2")];
        foreach (RoleProcess one in workers.Append(door)) await one.ReadyAsync();

        CommandResult submitted = await cluster.RunAsync(["submit", .. UndisturbedRun.Spec(Epochs)]);
        await using WatchedJob job = new(cluster, submitted.AssertExitCode(0).Out.Trim());
        await job.UntilStepAsync(30);
        Assert.False(door.HasLoaded("libtorch"));
        Assert.True(workers[0].HasLoaded("libtorch"));
        Signals.SendKill(door.Pid);
        RoleProcess next = RoleProcess.FrontDoor(cluster, "door-2", port);
        await job.UntilStepAsync(90);
        Signals.SendKill(workers[1].Pid);

        await job.ToEndAsync();
        Assert.Equal(Job.Types.State.Succeeded, job.State.State);
        job.AssertComplete(firstSequence: 1, Epochs * UndisturbedRun.StepsPerEpoch);
        Assert.Equal(undisturbed.Losses, job.Steps.Select(step => step.StepCompleted.Loss));
        Assert.Equal(undisturbed.WeightsSha256, job.WeightsSha256);
        Assert.False(next.HasLoaded("libtorch"));
        Assert.Empty(cluster.Silos);
    }

    [Fact]
    public async Task Files_pass_through_front_doors_to_the_silos_and_models_back()
    {
        await using TestCluster cluster = new();
        int[] ports = [RoleProcess.FreePort(), RoleProcess.FreePort()], rests = [RoleProcess.FreePort(), RoleProcess.FreePort()];
        RoleProcess[] processes =
        [
            RoleProcess.Worker(cluster, "worker-1"),
            RoleProcess.Worker(cluster, "worker-2"),
            RoleProcess.FrontDoor(cluster, "door-1", ports[0], "--rest-port", $"{rests[0]}"),
            RoleProcess.FrontDoor(cluster, "door-2", ports[1], "--rest-port", $"{rests[1]}"),
        ];
        foreach (RoleProcess one in processes) await one.ReadyAsync();
        (string spec, string file) = ParityTask.Write(cluster);

        cluster.Server = $"http://127.0.0.1:{ports[0]}";
        (await cluster.RunAsync("datasets", "push", file, "--name", "letters")).AssertExitCode(0);
        Assert.All([1, 2], worker => Assert.True(Directory.EnumerateFiles(cluster.PathOf($"blobs-worker-{worker}"), "*", SearchOption.AllDirectories).Any()));
        Assert.False(Directory.Exists(Path.Combine(cluster.Data, "blobs")));
        // What one front door took in, another one knows.
        cluster.Server = $"http://127.0.0.1:{ports[1]}";
        Assert.Contains("aaaaaaaa  ends-with-a", (await cluster.RunAsync("datasets", "preview", "letters", "--rows", "1")).Out, StringComparison.Ordinal);
        CommandResult train = (await cluster.RunAsync("train", spec, "--output", "json")).AssertExitCode(0);
        Assert.Contains("which the server had already", train.Error, StringComparison.Ordinal);

        string model = train.Json.GetProperty("job").GetString()!;
        cluster.Server = $"http://127.0.0.1:{ports[0]}";
        (await cluster.RunAsync("predict", model, "--text", "abababab")).AssertExitCode(0);
        (await cluster.RunAsync("pull", model, "--out", "pulled")).AssertExitCode(0);
        CommandResult pushed = (await cluster.RunAsync("models", "push", "pulled", "--output", "json")).AssertExitCode(0);
        cluster.Server = $"http://127.0.0.1:{ports[1]}";
        Assert.NotEmpty(pushed.Out);
        (await cluster.RunAsync("summary", spec)).AssertExitCode(0);

        // The same with plain bytes: half of a file through one front door, the rest through the other; a file of the model back.
        byte[] content = File.ReadAllBytes(cluster.PathOf("pulled/model.safetensors"));
        byte[] other = [.. content, 1];
        string upload = $"v1/uploads/{Convert.ToHexStringLower(SHA256.HashData(other))}";
        Assert.Contains("\"complete\": false", await PutAsync($"http://127.0.0.1:{rests[0]}/{upload}?size={other.Length}", other[..100]), StringComparison.Ordinal);
        Assert.Contains("\"complete\": true", await PutAsync($"http://127.0.0.1:{rests[1]}/{upload}?offset=100", other[100..]), StringComparison.Ordinal);
        Assert.Equal(content, await Http.GetByteArrayAsync(new Uri($"http://127.0.0.1:{rests[1]}/v1/models/{model}/raw/model.safetensors"), TestContext.Current.CancellationToken));
        Assert.All(processes[2..], door => Assert.False(door.HasLoaded("libtorch")));
    }

    [Fact]
    public async Task A_front_door_that_is_told_to_stop_is_not_ready_any_more_while_it_still_answers()
    {
        await using TestCluster cluster = new();
        RoleProcess worker = RoleProcess.Worker(cluster, "worker-1");
        RoleProcess door = RoleProcess.FrontDoor(cluster, "door-1", RoleProcess.FreePort(), "--drain", "2");
        await worker.ReadyAsync();
        await door.ReadyAsync();
        Assert.Equal(HttpStatusCode.OK, await door.HealthAsync("startup"));

        Signals.SendTerminate(door.Pid);
        await door.UntilAsync("ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await door.HealthAsync("live"));
        Assert.Equal(0, (await door.EndAsync()).ExitCode);

        Signals.SendTerminate(worker.Pid);
        Assert.Equal(0, (await worker.EndAsync()).ExitCode);
        Assert.Null(await worker.HealthAsync("live"));
    }

    [Fact]
    public async Task A_front_door_without_silos_lives_but_is_not_ready()
    {
        await using TestCluster cluster = new();
        RoleProcess worker = RoleProcess.Worker(cluster, "worker-1");
        RoleProcess door = RoleProcess.FrontDoor(cluster, "door-1", RoleProcess.FreePort());
        await door.ReadyAsync();

        Signals.SendKill(worker.Pid);
        await door.UntilAsync("ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await door.HealthAsync("live"));
        RoleProcess.Worker(cluster, "worker-2");
        await door.ReadyAsync();
    }

    private static async Task<string> PutAsync(string address, byte[] content)
    {
        using ByteArrayContent body = new(content);
        using HttpResponseMessage answer = await Http.PutAsync(new Uri(address), body, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
