using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Cluster.Grains.Workers;

/// <summary>One worker for every active silo that has a data plane.</summary>
internal sealed class GrainWorkerGroup(
    string job,
    JobSpec spec,
    IGrainFactory grains,
    IClusterMembershipService membership,
    ISiloMetadataCache metadata) : IWorkerGroup
{
    private readonly Dictionary<string, GrainWorker> _workers = [];

    public IReadOnlyList<IWorker> Workers()
    {
        var active = new List<IWorker>();
        foreach (ClusterMember member in membership.CurrentSnapshot.Members.Values)
        {
            if (member.Status != SiloStatus.Active) continue;
            if (metadata.GetSiloMetadata(member.SiloAddress).Metadata.TryGetValue(SiloIdentity.DataPlaneKey, out string? endpoint))
                active.Add(WorkerOn(member.Name, endpoint));
        }

        return active;
    }

    private GrainWorker WorkerOn(string silo, string endpoint)
    {
        if (!_workers.TryGetValue(silo, out GrainWorker? worker))
            _workers[silo] = worker = new GrainWorker(silo, endpoint, spec, grains.GetGrain<IWorkerGrain>($"{job}@{silo}"));
        return worker;
    }
}
