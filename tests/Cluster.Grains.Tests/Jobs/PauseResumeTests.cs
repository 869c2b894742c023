using Cluster.Grains.Jobs;
using Cluster.Training.Tests.Runs;
using Cluster.V1;
using static Cluster.Grains.Tests.Jobs.JobEvents;

namespace Cluster.Grains.Tests.Jobs;

public sealed class PauseResumeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_paused_job_holds_no_worker_and_goes_on_when_it_is_resumed()
    {
        (string expected, List<JobEvent> plain) = await Undisturbed();
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Task<string> held = cluster.Gate.CloseAfter(25);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        ChangeResult pausing = (await cluster.Coordinator(job.Id).Pause())!;
        Assert.Equal((true, Job.Types.State.Pausing), (pausing.Accepted, pausing.Job.State));
        Assert.False((await cluster.Coordinator(job.Id).Resume())!.Accepted);
        cluster.Gate.Open();
        await cluster.Watch(job.Id, until: e => e.StateChanged?.State == Job.Types.State.Paused);

        Job paused = (await cluster.Coordinator(job.Id).Get())!;
        Assert.Equal(paused.Progress.Step, paused.Checkpoints[^1].Step);
        Assert.InRange(paused.Progress.Step, 1, paused.Progress.TotalSteps - 1);
        Assert.All(cluster.Silos, silo => Assert.Null(cluster.WorkerOn(silo, job.Id)));
        Assert.True((await cluster.Coordinator(job.Id).Pause())!.Accepted);

        Assert.True((await cluster.Coordinator(job.Id).Resume())!.Accepted);
        List<JobEvent> events = await cluster.Watch(job.Id);
        AssertGapFree(events);
        Assert.Equal(
            [
                Job.Types.State.Queued, Job.Types.State.Preparing, Job.Types.State.Running, Job.Types.State.Pausing, Job.Types.State.Paused,
                Job.Types.State.Queued, Job.Types.State.Preparing, Job.Types.State.Running, Job.Types.State.Succeeded,
            ],
            events.Select(e => e.StateChanged).OfType<StateChanged>().Select(change => change.State));
        Assert.Equal(expected, events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256);
        Assert.Equal(Curve(plain), Curve(events));
        Assert.False((await cluster.Coordinator(job.Id).Pause())!.Accepted);
        Assert.False((await cluster.Coordinator(job.Id).Resume())!.Accepted);
    }

    [Fact]
    public async Task A_paused_job_stays_paused_when_its_coordinator_is_lost_and_can_be_cancelled()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Task<string> held = cluster.Gate.CloseAfter(25);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await cluster.Coordinator(job.Id).Pause();
        cluster.Gate.Open();
        long paused = (await cluster.Watch(job.Id, until: e => e.StateChanged?.State == Job.Types.State.Paused))[^1].Sequence;

        await cluster.Kill(cluster.SiloOfCoordinator(job.Id));
        Job found = (await cluster.Coordinator(job.Id).Get())!;
        Assert.Equal(Job.Types.State.Paused, found.State);
        Assert.All(cluster.Silos, silo => Assert.Null(cluster.WorkerOn(silo, job.Id)));

        await cluster.Coordinator(job.Id).Cancel();
        List<JobEvent> rest = await cluster.Watch(job.Id, paused);
        Assert.Equal([Job.Types.State.Cancelling, Job.Types.State.Cancelled], rest.Select(e => e.StateChanged?.State).OfType<Job.Types.State>());
        Assert.Equal(2, rest.Count);
    }

    [Fact]
    public async Task A_step_is_replayed_from_any_checkpoint_without_touching_the_job()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Job job = await cluster.Create(RunSpecs.Small());
        List<JobEvent> events = await cluster.Watch(job.Id);
        foreach ((long step, long from) in new[] { (1L, 0L), (16, 15) })
        {
            ReplayResult replayed = (await cluster.Coordinator(job.Id).Replay(step, 1000, TestContext.Current.CancellationToken))!;
            Assert.Equal((step, from, true), (replayed.Step!.Step, replayed.Step.FromStep, replayed.Step.Equal));
            Assert.Equal(events.Single(e => e.StepCompleted?.Step == step).StepCompleted, replayed.Step.Logged);
            Assert.Equal(replayed.Step.Logged.Loss, replayed.Step.Loss);
        }

        Assert.Equal("STEP_NOT_LOGGED", (await cluster.Coordinator(job.Id).Replay(17, 1000, TestContext.Current.CancellationToken))!.Reason);
        ReplayResult far = (await cluster.Coordinator(job.Id).Replay(12, 11, TestContext.Current.CancellationToken))!;
        Assert.Equal(
            ("TOO_MANY_STEPS", "the nearest checkpoint that can be read is of step 0, so 12 steps would have to be made; 11 are allowed"),
            (far.Reason, far.Message));
        Assert.Equal(events.Count, (await cluster.Watch(job.Id)).Count);
    }
}
