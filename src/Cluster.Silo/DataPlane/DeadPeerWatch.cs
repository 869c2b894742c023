using Cluster.Grains.Workers;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Cluster.Silo.DataPlane;

/// <summary>
/// Ends pulls from silos that were declared dead. Whoever pulls from one that hangs would wait until it wakes up, and while a worker
/// waits in a step Orleans may hold back what the next coordinator asks of it.
/// </summary>
internal sealed class DeadPeerWatch(IClusterMembershipService membership, ISiloMetadataCache metadata, SocketExchange exchange) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int dead = 0;
        await foreach (ClusterMembershipSnapshot snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            int before = dead;
            dead = snapshot.Members.Values.Count(member => member.Status == SiloStatus.Dead);
            if (dead > before) exchange.BreakOffAllBut(LivingIn(snapshot));
        }
    }

    private HashSet<string> LivingIn(ClusterMembershipSnapshot snapshot) =>
    [
        .. from member in snapshot.Members.Values
           where member.Status != SiloStatus.Dead
           let told = metadata.GetSiloMetadata(member.SiloAddress).Metadata.GetValueOrDefault(SiloIdentity.DataPlaneKey)
           where told is not null
           select told,
    ];
}
