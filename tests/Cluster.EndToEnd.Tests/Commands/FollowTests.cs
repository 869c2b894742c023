using System.Text.Json;
using System.Text.RegularExpressions;
using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Commands;

[Collection(TrainedClusterGroup.Name)]
public sealed partial class FollowTests(TrainedCluster trained)
{
    private const string Interrupted = "The job goes on. Follow it with: cluster watch ";

    private TestCluster Cluster => trained.Cluster;

    [Fact]
    public async Task Ctrl_C_leaves_the_job_which_watch_follows_to_its_end()
    {
        RunningCommand train = Cluster.Start("train", Repository.LanguageId, "--set", "training.epochs=12");
        string id = (await train.LineAsync("job ")).Split(' ')[1];
        await train.LineAsync("epoch 1/12 done");
        Signals.SendInterrupt(train.Pid);

        CommandResult left = (await train.EndAsync()).AssertExitCode(130);
        Assert.Equal("", left.Out);
        Assert.EndsWith($"{Interrupted}{id}\n", left.Error, StringComparison.Ordinal);

        RunningCommand watch = Cluster.Start("watch", id);
        await watch.LineAsync("epoch 2/12 done");
        Signals.SendInterrupt(watch.Pid);
        CommandResult again = (await watch.EndAsync()).AssertExitCode(130);
        string suggested = Suggested().Match(again.Error).Groups["arguments"].Value;
        Assert.StartsWith($"watch {id} --after ", suggested, StringComparison.Ordinal);

        CommandResult followed = (await Cluster.RunAsync([.. suggested.Split(' '), "--output", "json"])).AssertExitCode(0);
        Assert.Equal("SUCCEEDED", followed.Json.GetProperty("state").GetString());
        Assert.DoesNotContain("epoch 2/12 done", followed.Error, StringComparison.Ordinal);
        Assert.Contains("epoch 12/12 done", followed.Error, StringComparison.Ordinal);
        // Of every epoch, whoever was interrupted heard, or whoever came after it: the first may have heard of more than it waited for.
        for (int epoch = 3; epoch <= 12; epoch++)
        {
            string done = $"epoch {epoch}/12 done";
            Assert.NotEqual(again.Error.Contains(done, StringComparison.Ordinal), followed.Error.Contains(done, StringComparison.Ordinal));
        }

        Assert.EndsWith("SUCCEEDED\n", followed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detach_returns_and_cancel_stops_the_job()
    {
        CommandResult detached = await Cluster.RunAsync("train", Repository.LanguageId, "--set", "training.epochs=1000", "--detach", "--output", "json");
        string id = detached.AssertExitCode(0).Json.GetProperty("job").GetString()!;
        await using WatchedJob job = new(Cluster, id);
        await job.UntilStepAsync(1);

        JsonElement cancelled = (await Cluster.RunAsync("cancel", id, "--output", "json")).AssertExitCode(0).Json;
        Assert.Equal(id, cancelled.GetProperty("id").GetString());
        await job.ToEndAsync();

        Assert.Equal((Job.Types.State.Cancelled, "CANCEL_REQUESTED"), (job.State.State, job.State.Reason));
        CommandResult again = (await Cluster.RunAsync("cancel", id)).AssertExitCode(0);
        Assert.Equal($"{id}  CANCELLED\n", again.Out);
        CommandResult watched = (await Cluster.RunAsync("watch", id, "--output", "json")).AssertExitCode(1);
        Assert.Equal("CANCELLED", watched.Json.GetProperty("state").GetString());
        Assert.Contains($"error: job {id} CANCELLED (CANCEL_REQUESTED): stopped on request\n", watched.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_succeeded_cannot_be_cancelled()
    {
        CommandResult refused = (await Cluster.RunAsync("cancel", trained.Model)).AssertExitCode(2);
        Assert.StartsWith($"error: job '{trained.Model}' has ended", refused.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex("Follow it with: cluster (?<arguments>.*)")]
    private static partial Regex Suggested();
}
