using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Cluster.Training.Replicas;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

/// <summary>Some workers in this process and a run over them.</summary>
internal sealed class LocalCluster : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly List<FragileWorker> _workers = [];

    public LocalCluster(JobSpec spec, int workers, int lanes = 1, BlobStore? blobs = null)
    {
        Spec = spec;
        Blobs = blobs ?? new BlobStore(_disk.Path);
        for (int i = 0; i < workers; i++) Add($"w{i}", new QuadraticReplicaFactory(lanes));
    }

    public JobSpec Spec { get; }

    public BlobStore Blobs { get; }

    public LocalExchange Exchange { get; } = new();

    public LocalBlobPeers Peers { get; } = new();

    public IReadOnlyList<FragileWorker> Workers => _workers;

    public FragileWorker Add(string name, IReplicaFactory replicas, BlobStore? blobs = null)
    {
        BlobStore own = blobs ?? Blobs;
        var fetcher = new BlobFetcher(own, new PartialBlobs(own, TimeProvider.System), Peers, TimeProvider.System);
        var surroundings = new WorkerSurroundings(replicas, Exchange, own, fetcher, TimeProvider.System);
        var worker = new FragileWorker(new TrainingWorker(new WorkerIdentity("job", name, $"local://{name}"), Spec, surroundings), Exchange);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Trains to the end, or to where the caller stops reading.</summary>
    public TrainingRun Run(ResumePoint? resume = null, TimeProvider? time = null) =>
        new(Spec, new LocalWorkerGroup(_workers), resume ?? new ResumePoint(0, 0, [], [], null, 0), time ?? TimeProvider.System);

    /// <summary>Trains to the end and returns what happened.</summary>
    public async Task<(Model Model, List<JobEvent> Events)> Train(ResumePoint? resume = null)
    {
        TrainingRun run = Run(resume);
        var events = new List<JobEvent>();
        await foreach (JobEvent happened in run.Run(TestContext.Current.CancellationToken)) events.Add(happened);
        return (run.Model!, events);
    }

    public void Dispose()
    {
        foreach (FragileWorker worker in _workers) worker.Dispose();
        _disk.Dispose();
    }
}
