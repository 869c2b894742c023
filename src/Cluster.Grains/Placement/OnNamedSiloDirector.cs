using Orleans.Runtime.Placement;

namespace Cluster.Grains.Placement;

/// <summary>Finds the silo that a grain's key names.</summary>
/// <param name="membership">Names of the silos.</param>
public sealed class OnNamedSiloDirector(IClusterMembershipService membership) : IPlacementDirector
{
    /// <inheritdoc/>
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        string key = target.GrainIdentity.Key.ToString()!;
        string name = key[(key.LastIndexOf('@') + 1)..];
        for (bool refreshed = false; ; refreshed = true)
        {
            foreach (SiloAddress silo in context.GetCompatibleSilos(target))
            {
                if (membership.CurrentSnapshot.Members.TryGetValue(silo, out ClusterMember? member) && member.Name == name) return silo;
            }

            if (refreshed) throw new InvalidOperationException($"silo {name} is not in the cluster");
            await membership.Refresh();
        }
    }
}
