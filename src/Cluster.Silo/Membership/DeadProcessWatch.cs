namespace Cluster.Silo.Membership;

/// <summary>
/// Declares silos dead as soon as their process is gone. On one machine the system knows at once what Orleans' probes
/// find out after seconds.
/// </summary>
internal sealed partial class DeadProcessWatch(
    MembershipFile file, IClusterMembershipService membership, TimeProvider time, ILogger<DeadProcessWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (ClusterMember member in membership.CurrentSnapshot.Members.Values)
            {
                if (member.Status == SiloStatus.Active) await Check(member, stoppingToken);
            }
        }
    }

    // Whatever goes wrong here must not end the silo; there is a next time, and there are Orleans' own probes.
    private async Task Check(ClusterMember member, CancellationToken stop)
    {
        try
        {
            if (!file.IsGone(member.SiloAddress.ToParsableString())) return;
            LogGone(member.Name);
            await membership.TryKill(member.SiloAddress).WaitAsync(stop);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            LogNotDeclared(error, member.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The process of silo {Silo} is gone")]
    private partial void LogGone(string silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} could not be declared dead")]
    private partial void LogNotDeclared(Exception error, string silo);
}
