using Cluster.Training.Tests.Runs;
using Cluster.V1;

namespace Cluster.Grains.Tests.Jobs;

/// <summary>How jobs get silos and give them up.</summary>
public sealed class ShareTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_job_waits_below_min_and_goes_on_by_itself_when_a_silo_joins()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 1);
        JobSpec spec = RunSpecs.Small();
        spec.Workers.Min = 2;
        Job job = await cluster.Create(spec);
        StateChanged waits = (await cluster.Watch(job.Id, until: e => e.StateChanged?.Reason == "WAITING_FOR_WORKERS"))[^1].StateChanged;
        Assert.Equal((Job.Types.State.Queued, "1 of 2 workers; starts when 1 more silo joins"), (waits.State, waits.Message));
        await cluster.AddSilo();
        List<JobEvent> events = await cluster.Watch(job.Id);
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);
        Assert.All(events.Where(e => e.StepCompleted is not null), e => Assert.Equal(2, e.StepCompleted.Workers));
    }

    [Fact]
    public async Task Two_jobs_share_three_silos_and_neither_shows_in_the_result_of_the_other()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 3);
        Task<string> held = cluster.Gate.CloseAfter(25);
        Job first = await cluster.Create(RunSpecs.Small(epochs: 4));
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Job second = await cluster.Create(RunSpecs.Small(epochs: 4));
        // Both are in the middle of a step now, so the second has its share and the first still works with all.
        await cluster.Watch(second.Id, until: e => e.StateChanged?.State == Job.Types.State.Running);
        cluster.Gate.Open();
        List<JobEvent>[] events = await Task.WhenAll(cluster.Watch(first.Id), cluster.Watch(second.Id));

        WorkerChanged left = events[0].First(e => e.WorkerChanged is { Joined: false }).WorkerChanged;
        Assert.Equal("its silo is left to another job: 2 of 3 silos for this job; 2 jobs share them", left.Message);
        int[] workers = [.. events[0].Select(e => e.StepCompleted).OfType<StepCompleted>().Select(step => step.Workers)];
        Assert.Equal(3, workers[0]);
        Assert.Contains(2, workers);
        Assert.Equal(1, events[1].First(e => e.StepCompleted is not null).StepCompleted.Workers);
        Assert.Single(events.Select(all => all.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256).Distinct());
        Assert.DoesNotContain(events[0], e => e.StateChanged?.State == Job.Types.State.Recovering);
    }

    [Fact]
    public async Task A_third_job_on_one_silo_waits_for_its_turn()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 1);
        Task<string> held = cluster.Gate.CloseAfter(0);
        Job[] jobs = [await cluster.Create(RunSpecs.Small(epochs: 1)), await cluster.Create(RunSpecs.Small(epochs: 1))];
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        foreach (Job job in jobs) await cluster.Watch(job.Id, until: e => e.StateChanged?.State == Job.Types.State.Running);
        Job third = await cluster.Create(RunSpecs.Small(epochs: 1));
        StateChanged waits = (await cluster.Watch(third.Id, until: e => e.StateChanged?.Reason == "WAITING_FOR_WORKERS"))[^1].StateChanged;
        Assert.Equal("2 jobs run on 1 silo and leave no place; starts when one ends", waits.Message);
        cluster.Gate.Open();
        Assert.Equal(Job.Types.State.Succeeded, (await cluster.Watch(third.Id))[^1].StateChanged.State);
    }
}
