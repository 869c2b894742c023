using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Cluster.Grains.Workers;

/// <summary>The silos that can take part in training at this moment, as far as this one knows.</summary>
/// <param name="self">This silo.</param>
/// <param name="membership">Silos that live.</param>
/// <param name="metadata">What they tell of themselves.</param>
public sealed class ActiveSilos(SiloIdentity self, IClusterMembershipService membership, ISiloMetadataCache metadata) : IOtherSilos
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

    /// <inheritdoc/>
    public IReadOnlyList<string> OtherDataPlanes() =>
        [.. Now().Where(silo => silo.Name != self.Name).OrderBy(silo => silo.Name, StringComparer.Ordinal).Select(silo => silo.Endpoint)];
}
