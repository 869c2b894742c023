using Cluster.Grains.Jobs;
using Cluster.Training.Tests.Runs;
using Cluster.V1;
using static Cluster.Grains.Tests.Jobs.JobEvents;

namespace Cluster.Grains.Tests.Jobs;

public sealed class CoordinatorGrainTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_job_goes_from_queued_to_succeeded_and_leaves_a_model()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Job job = await cluster.Create(RunSpecs.Small());
        List<JobEvent> events = await cluster.Watch(job.Id);
        Assert.Equal(
            [Job.Types.State.Queued, Job.Types.State.Preparing, Job.Types.State.Running, Job.Types.State.Succeeded],
            events.Select(e => e.StateChanged).OfType<StateChanged>().Select(change => change.State));
        AssertGapFree(events);

        Job ended = (await cluster.Coordinator(job.Id).Get())!;
        Assert.Equal(Job.Types.State.Succeeded, ended.State);
        Assert.Equal(ended.Progress.TotalSteps, ended.Progress.Step);
        Assert.Equal(2, ended.Progress.Epoch);
        Assert.Equal(64, ended.WeightsSha256.Length);
        Assert.Equal(2, ended.Progress.Workers);
        Assert.Contains("test/accuracy", ended.Metrics.Keys);
        Assert.Equal(RunSpecs.Small().Checkpoint.KeepLast, ended.Checkpoints.Count);
    }

    [Fact]
    public async Task A_cancelled_job_ends_cancelled_in_the_middle_of_a_step()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Task<string> held = cluster.Gate.CloseAfter(10);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(Job.Types.State.Cancelling, (await cluster.Coordinator(job.Id).Cancel())!.State);
        List<JobEvent> events = await cluster.Watch(job.Id);
        Assert.Equal(Job.Types.State.Cancelled, events[^1].StateChanged.State);
        Assert.Equal("CANCEL_REQUESTED", (await cluster.Coordinator(job.Id).Get())!.Reason);
        Assert.Equal(Job.Types.State.Cancelled, (await cluster.Coordinator(job.Id).Cancel())!.State);
    }

    [Fact]
    public async Task Two_jobs_at_once_do_not_show_in_each_other()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        JobSpec other = RunSpecs.Small(shards: 4);
        Job[] jobs = await Task.WhenAll(cluster.Create(RunSpecs.Small()), cluster.Create(RunSpecs.Small()), cluster.Create(other));
        List<JobEvent>[] events = await Task.WhenAll(jobs.Select(job => cluster.Watch(job.Id)));
        Assert.Equal(3, jobs.Select(job => job.Id).Distinct().Count());
        string[] digests = [.. events.Select(e => e.Single(happened => happened.ModelSaved is not null).ModelSaved.WeightsSha256)];
        Assert.Equal(digests[0], digests[1]);
        Assert.NotEqual(digests[0], digests[2]);
    }

    [Fact]
    public async Task A_watcher_goes_on_after_any_sequence()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 1);
        Job job = await cluster.Create(RunSpecs.Small(epochs: 1));
        List<JobEvent> all = await cluster.Watch(job.Id);
        foreach (long after in new[] { 1L, 7, all.Count - 1 })
            Assert.Equal(all.Skip((int)after), await cluster.Watch(job.Id, after));
        EventPage nothing = await cluster.Coordinator(job.Id).ReadEvents(all.Count, 10, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(nothing.Ended);
        Assert.Empty(nothing.Events);
    }

    [Fact]
    public async Task A_worker_whose_silo_stops_in_mid_step_does_not_show_in_the_result()
    {
        (string expected, List<JobEvent> plain) = await Undisturbed();
        await using GrainCluster cluster = await GrainCluster.Start(silos: 3);
        Task<string> held = cluster.Gate.CloseAfter(25);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        string coordinator = cluster.SiloOfCoordinator(job.Id);
        await cluster.Kill(cluster.Silos.First(silo => silo != coordinator));
        cluster.Gate.Open();
        List<JobEvent> events = await cluster.Watch(job.Id);
        AssertGapFree(events);
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);
        Assert.Equal(expected, events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256);
        Assert.Equal(Curve(plain), Curve(events));
        Assert.Contains(events, e => e.WorkerChanged is { Joined: false });
    }

    [Fact]
    public async Task A_coordinator_whose_silo_stops_comes_back_elsewhere_and_goes_on()
    {
        (string expected, List<JobEvent> plain) = await Undisturbed();
        await using GrainCluster cluster = await GrainCluster.Start(silos: 3);
        Task<string> held = cluster.Gate.CloseAfter(25);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        string lost = cluster.SiloOfCoordinator(job.Id);
        await cluster.Kill(lost);
        cluster.Gate.Open();
        List<JobEvent> events = await cluster.Watch(job.Id);
        AssertGapFree(events);
        Incident incident = Assert.Single(events, e => e.Incident?.Kind == Incident.Types.Kind.CoordinatorLost).Incident;
        Assert.StartsWith($"silo {lost}, which coordinated the job, was lost after step ", incident.Message, StringComparison.Ordinal);
        Assert.Equal(expected, events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256);
        Assert.Equal(Curve(plain), Curve(events));
    }

    [Fact]
    public async Task A_coordinator_that_finds_its_record_written_by_another_one_leaves_and_the_job_goes_on()
    {
        (string expected, List<JobEvent> plain) = await Undisturbed();
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Task<string> held = cluster.Gate.CloseAfter(25);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        cluster.TouchRecord(job.Id);
        cluster.Gate.Open();
        List<JobEvent> events = await cluster.Watch(job.Id);
        AssertGapFree(events);
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);
        Assert.Equal(expected, events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256);
        Assert.Equal(Curve(plain), Curve(events));
    }

    [Fact]
    public async Task A_silo_that_is_added_takes_part_and_does_not_show_in_the_result()
    {
        // Long enough that the new silo is ready before the end.
        const int Epochs = 60;
        (string expected, _) = await Undisturbed(Epochs);
        await using GrainCluster cluster = await GrainCluster.Start(silos: 1);
        Task<string> held = cluster.Gate.CloseAfter(10);
        Job job = await cluster.Create(RunSpecs.Small(Epochs));
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await cluster.AddSilo();
        cluster.Gate.Open();
        List<JobEvent> events = await cluster.Watch(job.Id);
        Assert.Equal(expected, events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256);
        Assert.Equal(2, events.Count(e => e.WorkerChanged is { Joined: true }));
    }

    [Fact]
    public async Task A_request_made_twice_makes_one_job()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 1);
        string request = Guid.NewGuid().ToString();
        Job first = await cluster.Create(RunSpecs.Small(), request);
        Assert.Equal(first.Id, (await cluster.Create(RunSpecs.Small(), request)).Id);
        Assert.Null((await cluster.Jobs.Create(RunSpecs.Small(epochs: 9), RunSpecs.Small(epochs: 9), request)).Job);
        Assert.Single((await cluster.Jobs.List(null, 10)).Ids);
    }

    [Fact]
    public async Task A_loss_that_is_not_finite_fails_the_job_and_names_the_step()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Job job = await cluster.Create(RunSpecs.Small(learningRate: 1e30f));
        StateChanged end = (await cluster.Watch(job.Id))[^1].StateChanged;
        Assert.Equal((Job.Types.State.Failed, "NON_FINITE_LOSS"), (end.State, end.Reason));
        Assert.Contains("in step 3;", end.Message, StringComparison.Ordinal);
    }
}
