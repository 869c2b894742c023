namespace Cluster.Grains.Access;

/// <summary>The jobs of one caller. The grain's key is the caller's id.</summary>
[Alias("cluster.account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Takes a place for a job that is about to be started.</summary>
    /// <param name="limit">Most jobs of this caller that have not ended, those about to be started included.</param>
    /// <returns>Whether there was one.</returns>
    [Alias("reserve")]
    Task<bool> Reserve(int limit);

    /// <summary>Gives the place back, with the job that it was for.</summary>
    /// <param name="job">The job; empty if none was started.</param>
    [Alias("settle")]
    Task Settle(string job);

    /// <summary>Whether the caller started a job.</summary>
    /// <param name="job">Its id.</param>
    [Alias("owns-job")]
    Task<bool> OwnsJob(string job);
}
