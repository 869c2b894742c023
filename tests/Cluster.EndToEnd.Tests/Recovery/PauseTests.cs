using Cluster.Client.Silos;
using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>A job that is paused, outlives all silos, is resumed, and tells nothing of it.</summary>
public sealed class PauseTests
{
    private const int Epochs = 8;

    [Fact]
    public async Task A_paused_job_waits_for_its_resume_even_when_all_silos_are_killed()
    {
        UndisturbedRun undisturbed = await UndisturbedRun.OfAsync(Epochs);
        await using TestCluster cluster = new();
        RunningCommand up = await cluster.UpAsync(silos: 2, lanes: 1);
        CommandResult submitted = await cluster.RunAsync(["submit", .. UndisturbedRun.Spec(Epochs)]);
        await using WatchedJob job = new(cluster, submitted.AssertExitCode(0).Out.Trim());
        await job.UntilStepAsync(30);
        CommandResult pause = (await cluster.RunAsync("pause", job.Id)).AssertExitCode(0);
        Assert.Equal($"{job.Id}  PAUSING", pause.Out.Trim());
        await job.UntilAsync("PAUSED", read => read.StateChanged?.State == Job.Types.State.Paused);

        foreach (SiloRecord silo in cluster.Silos)
            Signals.SendKill(silo.Pid);
        (await up.EndAsync()).AssertExitCode(6);
        await cluster.UpAsync(silos: 2, lanes: 1);
        Assert.Contains("PAUSED", (await cluster.RunAsync("job", job.Id)).AssertExitCode(0).Out, StringComparison.Ordinal);

        (await cluster.RunAsync("resume", job.Id)).AssertExitCode(0);
        await job.ToEndAsync();
        Assert.Equal(Job.Types.State.Succeeded, job.State.State);
        job.AssertComplete(firstSequence: 1, Epochs * UndisturbedRun.StepsPerEpoch);
        Assert.Equal(undisturbed.Losses, job.Steps.Select(step => step.StepCompleted.Loss));
        Assert.Equal(undisturbed.WeightsSha256, job.WeightsSha256);

        CommandResult replay = (await cluster.RunAsync("replay", job.Id, "--step", "7")).AssertExitCode(0);
        Assert.Contains("equal in every bit", replay.Out, StringComparison.Ordinal);
        (await cluster.RunAsync("resume", job.Id)).AssertExitCode(2);
    }
}
