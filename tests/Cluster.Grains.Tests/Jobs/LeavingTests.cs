using Cluster.Grains.Jobs;
using Cluster.Training.Events;
using Cluster.Training.Tests;
using Cluster.Training.Tests.Runs;
using Cluster.V1;

namespace Cluster.Grains.Tests.Jobs;

/// <summary>A silo that is told to stop while someone watches a job that it coordinates.</summary>
public sealed class LeavingTests
{
    // Far less than the watcher would wait for something to happen, and than Orleans waits for it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_waits_for_a_worker_whose_silo_stops()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Task<string> held = cluster.Gate.CloseAfter(9);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, Cancel);
        string silo = cluster.Silos.Single(name => name != cluster.SiloOfCoordinator(job.Id));

        Task stopped = cluster.Stop(silo);
        cluster.Gate.Open();
        await stopped.WaitAsync(Limit, Cancel);

        List<JobEvent> events = await cluster.Watch(job.Id);
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);
        Assert.DoesNotContain(events, happened => happened.WorkerChanged?.Message.Contains("silent", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_worker_whose_coordinator_leaves_with_it_waits_for_nobody()
    {
        using var disk = new TemporaryDirectory();
        var logs = new FullEventLogs(new FileEventLogs(disk["jobs"], TimeProvider.System));
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2, logs);
        Task<string> held = cluster.Gate.CloseAfter(9);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, Cancel);
        // While nothing can be logged, the coordinator asks nothing of its workers.
        logs.Full = true;
        cluster.Gate.Open();
        while ((await cluster.Coordinator(job.Id).Get())!.Reason != "STORAGE_FAILED") Cancel.ThrowIfCancellationRequested();
        string silo = cluster.SiloOfCoordinator(job.Id);
        Assert.NotNull(cluster.WorkerOn(silo, job.Id));

        await cluster.Leave(silo, TimeSpan.FromMinutes(1)).WaitAsync(Limit, Cancel);
    }

    [Fact]
    public async Task Watchers_do_not_hold_up_the_job_on_its_way_to_another_silo()
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 2);
        Task<string> held = cluster.Gate.CloseAfter(9);
        Job job = await cluster.Create(RunSpecs.Small());
        await held.WaitAsync(Limit, Cancel);
        string silo = cluster.SiloOfCoordinator(job.Id);
        Task<EventPage> watching = cluster.Coordinator(job.Id).ReadEvents(long.MaxValue, 1, TimeSpan.FromMinutes(1), Cancel);
        await cluster.Coordinator(job.Id).Get();

        await cluster.Stop(silo).WaitAsync(Limit, Cancel);

        cluster.Gate.Open();
        await Assert.ThrowsAnyAsync<Exception>(() => watching.WaitAsync(Limit, Cancel));
        List<JobEvent> events = await cluster.Watch(job.Id);
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);
        Assert.DoesNotContain(events, happened => happened.StateChanged?.Reason == "WORKER_LOST");
    }
}
