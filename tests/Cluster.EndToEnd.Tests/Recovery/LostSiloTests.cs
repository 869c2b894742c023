using Cluster.Client.Silos;
using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>The third promise: any process may be killed at any moment. Nothing of it shows in the weights.</summary>
public sealed class LostSiloTests(UndisturbedRun undisturbed, ITestOutputHelper output) : IClassFixture<UndisturbedRun>
{
    // Past two checkpoints, and far from the end.
    private const int KillAtStep = 50;

    [Theory]
    [InlineData("the coordinator's silo")]
    [InlineData("the first other silo")]
    [InlineData("the second other silo")]
    public async Task A_job_goes_on_without_a_silo_that_was_killed(string victim)
    {
        await using TestCluster cluster = new();
        await cluster.UpAsync(silos: 3, lanes: 1);
        await using WatchedJob job = await SubmitAsync(cluster);
        await job.UntilStepAsync(KillAtStep);

        SiloRecord coordinator = cluster.CoordinatorOf(job.Id);
        List<SiloRecord> others = [.. cluster.Silos.Where(silo => silo != coordinator)];
        Signals.SendKill((victim switch
        {
            "the coordinator's silo" => coordinator,
            "the first other silo" => others[0],
            _ => others[1],
        }).Pid);
        await job.ToEndAsync();

        Tell(job, $"{victim} killed");
        AssertUndisturbed(job);
        Assert.Contains(job.Events, read => read.StateChanged?.State == Job.Types.State.Recovering);
        Assert.Equal(2, job.Steps[^1].StepCompleted.Workers);
    }

    [Fact]
    public async Task A_job_goes_on_by_itself_when_silos_start_again_after_all_were_killed()
    {
        await using TestCluster cluster = new();
        RunningCommand up = await cluster.UpAsync(silos: 2, lanes: 1);
        await using WatchedJob job = await SubmitAsync(cluster);
        await job.UntilStepAsync(KillAtStep);

        foreach (SiloRecord silo in cluster.Silos)
            Signals.SendKill(silo.Pid);
        CommandResult ended = (await up.EndAsync()).AssertExitCode(6);
        Assert.Contains("error: The silo silo-1 ended.", ended.Error, StringComparison.Ordinal);
        CommandResult nobody = (await cluster.RunAsync("job", job.Id)).AssertExitCode(6);
        Assert.StartsWith($"error: No silo runs on {cluster.Data}; start one with: cluster up", nobody.Error, StringComparison.Ordinal);
        long lastStep = job.Steps[^1].StepCompleted.Step;

        await cluster.UpAsync(silos: 2, lanes: 1);
        await job.ToEndAsync();

        Tell(job, "all silos killed and started again");
        AssertUndisturbed(job);
        await using WatchedJob again = new(cluster, job.Id, after: lastStep);
        await again.ToEndAsync();
        Assert.Equal(job.Events.Skip((int)lastStep), again.Events);
    }

    private static async Task<WatchedJob> SubmitAsync(TestCluster cluster)
    {
        CommandResult submitted = await cluster.RunAsync(["submit", .. UndisturbedRun.Spec]);
        return new WatchedJob(cluster, submitted.AssertExitCode(0).Out.Trim());
    }

    private void AssertUndisturbed(WatchedJob job)
    {
        Assert.Equal(Job.Types.State.Succeeded, job.State.State);
        job.AssertComplete(firstSequence: 1, UndisturbedRun.Steps);
        Assert.Equal(undisturbed.Losses, job.Steps.Select(step => step.StepCompleted.Loss));
        Assert.Equal(undisturbed.WeightsSha256, job.WeightsSha256);
    }

    private void Tell(WatchedJob job, string what) =>
        output.WriteLine($"{what}: the job stood still for {job.LongestPause.TotalSeconds:0.00} s\n{string.Join('\n', job.Events.Where(IsNotable))}");

    private static bool IsNotable(JobEvent read) =>
        read.EventCase is JobEvent.EventOneofCase.StateChanged or JobEvent.EventOneofCase.WorkerChanged;
}
