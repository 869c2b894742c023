using Cluster.Training.Events;
using Cluster.Training.Tests.Events;
using Cluster.Training.Tests.Runs;
using Cluster.V1;
using static Cluster.Grains.Tests.Jobs.JobEvents;

namespace Cluster.Grains.Tests.Jobs;

public sealed class SilentStoreTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly MemoryEventStore _store = new();

    [Fact]
    public async Task A_job_trains_while_the_store_is_silent_and_its_log_catches_up()
    {
        (string sha256, List<JobEvent> undisturbed) = await Undisturbed();
        await using GrainCluster cluster = await Start();
        Job job = await TrainInSilence(cluster);
        Assert.Equal("STORAGE_FAILED", (await cluster.Coordinator(job.Id).Get())!.Reason);
        _store.Silent = false;
        List<JobEvent> events = await cluster.Watch(job.Id);
        AssertGapFree(events);
        Assert.Equal(events, _store.EventsOf(job.Id));
        Assert.Equal(Curve(undisturbed), Curve(events));
        Assert.Equal(sha256, events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256);
        Assert.Equal(Job.Types.State.Succeeded, (await cluster.Coordinator(job.Id).Get())!.State);
    }

    [Fact]
    public async Task A_coordinator_that_dies_while_the_store_is_silent_costs_steps_and_no_bits()
    {
        (string sha256, List<JobEvent> undisturbed) = await Undisturbed();
        await using GrainCluster cluster = await Start();
        Job job = await TrainInSilence(cluster);
        await cluster.Kill(cluster.SiloOfCoordinator(job.Id));
        _store.Silent = false;
        List<JobEvent> events = await cluster.Watch(job.Id);
        AssertGapFree(events);
        Assert.Equal(Curve(undisturbed), Curve(events));
        Assert.Equal(sha256, events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256);
    }

    [Fact]
    public async Task A_job_whose_store_was_emptied_stands_still_and_says_so()
    {
        await using GrainCluster cluster = await Start();
        Task<string> held = cluster.Gate.CloseAfter(10);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        _store.Empty();
        cluster.Gate.Open();
        Job? shown;
        do shown = await cluster.Coordinator(job.Id).Get();
        while (shown!.Reason != "STORAGE_FAILED");
        Assert.Contains("it was emptied", shown.Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => _store.EventsOf(job.Id));
    }

    private Task<GrainCluster> Start() => GrainCluster.Start(silos: 2, new StoredEventLogs(_store, TimeProvider.System));

    private async Task<Job> TrainInSilence(GrainCluster cluster)
    {
        Task<string> held = cluster.Gate.CloseAfter(10);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, TestContext.Current.CancellationToken);
        _store.Silent = true;
        cluster.Gate.Open();
        // Four gradients a step: six steps and more.
        await cluster.Gate.CloseAfter(30).WaitAsync(Limit, TestContext.Current.CancellationToken);
        return job;
    }
}
