using Cluster.Training.Runs;

namespace Cluster.Grains.Jobs;

/// <summary>Divides the silos among the jobs. One grain; its key is <see cref="Key"/>. Remembers nothing that is not claimed anew all the time.</summary>
[Alias("cluster.silo-shares")]
public interface ISiloSharesGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "silos";

    /// <summary>Says what a job wants, and returns what it gets now. To be repeated; a claim is forgotten after a while.</summary>
    /// <param name="demand">What the job wants and has.</param>
    [Alias("claim"), ResponseTimeout("00:00:05")]
    Task<JobShare> Claim(JobDemand demand);

    /// <summary>Says that a job wants no silos any more.</summary>
    /// <param name="job">The job.</param>
    [Alias("leave"), ResponseTimeout("00:00:05")]
    Task Leave(string job);
}
