using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Cluster.Grains.Workers;

/// <summary>Where the data planes of the other silos are.</summary>
/// <param name="self">This silo.</param>
/// <param name="membership">Silos that live.</param>
/// <param name="metadata">What they tell of themselves.</param>
public sealed class OtherSilos(SiloIdentity self, IClusterMembershipService membership, ISiloMetadataCache metadata)
{
    /// <summary>Data planes of the other silos that live, in the order of the silos' names.</summary>
    public IReadOnlyList<string> DataPlanes() =>
    [
        .. membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && member.Name != self.Name)
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => metadata.GetSiloMetadata(member.SiloAddress).Metadata.GetValueOrDefault(SiloIdentity.DataPlaneKey))
            .OfType<string>(),
    ];
}
