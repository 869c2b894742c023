using Cluster.Client.Silos;
using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>Where a fault happens: three silos, and a job that they train.</summary>
/// <param name="Cluster">The silos.</param>
/// <param name="Up">The command that started them.</param>
/// <param name="Job">The job.</param>
/// <param name="JobEnded">Done when the job is.</param>
/// <param name="Random">Chooses victims.</param>
internal sealed record FaultScene(TestCluster Cluster, RunningCommand Up, WatchedJob Job, Task JobEnded, Random Random)
{
    /// <summary>The silos when the fault began.</summary>
    public IReadOnlyList<SiloRecord> Silos { get; } = Cluster.Silos;

    /// <summary>The silo with the job's coordinator when the fault began.</summary>
    public SiloRecord Coordinator { get; } = Cluster.CoordinatorOf(Job.Id);

    /// <summary>The silo that was there first.</summary>
    public SiloRecord First => Silos.MinBy(silo => silo.Started)!;

    /// <summary>The silos that only have a worker.</summary>
    public IReadOnlyList<SiloRecord> Others => [.. Silos.Where(silo => silo != Coordinator)];

    /// <summary>Chooses one of some silos.</summary>
    public SiloRecord Pick(IReadOnlyList<SiloRecord> silos) => silos[Random.Next(silos.Count)];
}
