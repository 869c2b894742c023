using Cluster.Grains.Workers;
using Cluster.Training.Runs;

namespace Cluster.Grains.Jobs;

/// <summary>Divides the silos among the jobs, by <see cref="FairShare"/>.</summary>
[KeepAlive]
internal sealed class SiloSharesGrain(ActiveSilos silos, SiloCapacity capacity, TimeProvider time) : Grain, ISiloSharesGrain
{
    /// <summary>A job whose coordinator was lost comes back sooner.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (JobDemand Demand, long Heard)> _claims = [];

    public Task<JobShare> Claim(JobDemand demand)
    {
        foreach (string silent in _claims.Where(claim => time.GetElapsedTime(claim.Value.Heard) > Memory).Select(claim => claim.Key).ToList())
            _claims.Remove(silent);
        _claims[demand.Job] = (demand, time.GetTimestamp());
        JobDemand[] demands = [.. _claims.Values.Select(claim => claim.Demand)];
        return Task.FromResult(FairShare.Decide(demands, [.. silos.Now().Select(silo => silo.Name)], capacity.Jobs)[demand.Job]);
    }

    public Task Leave(string job)
    {
        _claims.Remove(job);
        return Task.CompletedTask;
    }
}
