using Cluster.Training.Blobs;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>A silo with its worker, in a process of its own.</summary>
internal sealed class SimulatedSilo : IReplicaFactory, IDisposable
{
    private readonly SimulatedWorld _world;
    private readonly WorkerSurroundings _surroundings;

    public SimulatedSilo(SimulatedWorld world, SimulatedNetwork network, BlobStore blobs, string name, int lanes)
    {
        (_world, Name, Lanes) = (world, name, lanes);
        Process = new SimulatedProcess(world);
        var fetcher = new BlobFetcher(blobs, new PartialBlobs(blobs, Process.Time), new LocalBlobPeers(), Process.Time);
        _surroundings = new WorkerSurroundings(this, new SimulatedExchange(network, this, world), blobs, fetcher, Process.Time);
    }

    public string Name { get; }

    public string Endpoint => $"sim://{Name}";

    public int Lanes { get; }

    /// <summary>How many times longer a batch takes than usual.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>Whether others cannot reach its data plane, although it answers calls.</summary>
    public bool IsDataPlaneBlocked { get; set; }

    /// <summary>Whether the cluster believes it alive.</summary>
    public bool IsMember { get; set; } = true;

    public SimulatedProcess Process { get; }

    /// <summary>The worker; null before it was prepared.</summary>
    public TrainingWorker? Worker { get; private set; }

    /// <summary>Its replica, which is the first that it builds; the others are local ones. Null before it was prepared.</summary>
    public SimulatedReplica? Replica { get; private set; }

    public string NumericClassOf(Network network) => "simulated";

    public TrainingWorker GetOrAdd(JobSpec spec) => Worker ??= new TrainingWorker(new WorkerIdentity("job", Name, Endpoint), spec, _surroundings);

    public IReplica Create(Network network)
    {
        var replica = new SimulatedReplica(network, _world, this);
        Replica ??= replica;
        return replica;
    }

    public void Dispose() => Worker?.Dispose();
}
