using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>Silos, a coordinator and a disk that all share, in a simulated world; and all that can be done to them.</summary>
internal sealed class SimulatedCluster : IDisposable
{
    private readonly List<SimulatedCoordinator> _coordinators = [];
    private readonly List<string> _story = [];
    private readonly DirectoryInfo _disk = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"cluster-simulation-{Guid.NewGuid():N}"));

    public SimulatedCluster(JobSpec spec, int seed)
    {
        (Spec, World) = (spec, new SimulatedWorld(seed));
        Network = new SimulatedNetwork(World);
        Blobs = new BlobStore(_disk.FullName);
        Log = new SimulatedLog(spec, World);
    }

    public JobSpec Spec { get; }

    public SimulatedWorld World { get; }

    public SimulatedNetwork Network { get; }

    public BlobStore Blobs { get; }

    public SimulatedLog Log { get; }

    public CommittedPlans Plans { get; } = new();

    /// <summary>What was done to the cluster, with the time.</summary>
    public IReadOnlyList<string> Story => _story;

    /// <summary>Silos that compute at the moment.</summary>
    public IReadOnlyList<SimulatedSilo> Running => [.. Network.Silos.Where(silo => silo.Process.IsRunning)];

    /// <summary>The newest coordinator.</summary>
    public SimulatedCoordinator? Coordinator => _coordinators.LastOrDefault();

    public IReadOnlyList<SimulatedCoordinator> Coordinators => _coordinators;

    public void Tell(string what) => _story.Add(FormattableString.Invariant($"{World.Now.TotalSeconds,8:0.000} s  {what}"));

    public SimulatedSilo AddSilo(int lanes = 1)
    {
        var silo = new SimulatedSilo(World, Network, Blobs, $"s{Network.Silos.Count}", lanes);
        Network.Add(silo);
        Tell($"{silo.Name} joins with {lanes} lanes");
        return silo;
    }

    public void StartCoordinator()
    {
        var coordinator = new SimulatedCoordinator(World, Network, Spec, Log, Plans);
        _coordinators.Add(coordinator);
        Tell($"coordinator {_coordinators.Count} starts");
        coordinator.Start();
    }

    public void Kill(SimulatedSilo silo)
    {
        Tell($"{silo.Name} is killed");
        Network.Kill(silo);
        World.After(World.Between(200, 2500), () => Network.Declare(silo));
    }

    /// <summary>Stops a silo for a while. If the cluster gave it up meanwhile, it ends soon after it came back.</summary>
    public void Pause(SimulatedSilo silo, TimeSpan duration)
    {
        Tell($"{silo.Name} is stopped for {duration.TotalSeconds:0.0} s");
        silo.Process.Pause();
        World.After(World.Between(3000, 6000), () =>
        {
            if (silo.Process.IsPaused) Network.Declare(silo);
        });
        World.After(duration, () =>
        {
            Tell($"{silo.Name} goes on");
            silo.Process.Resume();
            if (!silo.IsMember) World.After(World.Between(0, 500), () => Network.Kill(silo));
        });
    }

    public void Dispose()
    {
        foreach (SimulatedSilo silo in Network.Silos) silo.Dispose();
        _disk.Delete(recursive: true);
    }
}
