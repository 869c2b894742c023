using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Cluster.Grains.Workers;

/// <summary>The silos that can take part in training at this moment, as far as this one knows.</summary>
public sealed class ActiveSilos(IClusterMembershipService membership, ISiloMetadataCache metadata)
{
    /// <summary>Name and data plane of every active silo that has one.</summary>
    public IReadOnlyList<(string Name, string Endpoint)> Now()
    {
        var active = new List<(string, string)>();
        foreach (ClusterMember member in membership.CurrentSnapshot.Members.Values)
        {
            if (member.Status != SiloStatus.Active) continue;
            if (metadata.GetSiloMetadata(member.SiloAddress).Metadata.TryGetValue(SiloIdentity.DataPlaneKey, out string? endpoint))
                active.Add((member.Name, endpoint));
        }

        return active;
    }
}
