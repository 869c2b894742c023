
namespace Cluster.Silo.Membership;

/// <summary>
/// Declares silos dead as soon as their process is gone. On one machine the system knows at once what Orleans' probes
/// find out after seconds.
/// </summary>
internal sealed partial class DeadProcessWatch(
    MembershipFile file, IClusterMembershipService membership, TimeProvider time, ILogger<DeadProcessWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (ClusterMember member in membership.CurrentSnapshot.Members.Values)
            {
                if (member.Status != SiloStatus.Active || !file.IsGone(member.SiloAddress.ToParsableString())) continue;
                LogGone(member.Name);
                await membership.TryKill(member.SiloAddress).WaitAsync(stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The process of silo {Silo} is gone")]
    private partial void LogGone(string silo);
}
