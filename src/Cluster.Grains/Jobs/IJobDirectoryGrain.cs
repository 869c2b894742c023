using Cluster.V1;

namespace Cluster.Grains.Jobs;

/// <summary>The list of all jobs. One grain; its key is <see cref="Key"/>.</summary>
[Alias("cluster.jobs")]
public interface IJobDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "jobs";

    /// <summary>Makes a job, or returns the one that the same request made before.</summary>
    /// <param name="spec">The spec as given.</param>
    /// <param name="resolved">The spec with every default.</param>
    /// <param name="requestId">A UUID made by the caller; empty for none.</param>
    [Alias("create")]
    Task<CreateResult> Create(JobSpec spec, JobSpec resolved, string requestId);

    /// <summary>Returns ids of jobs, newest first.</summary>
    /// <param name="end">Where the page before ended; null for the first page. Stays right while jobs are added.</param>
    /// <param name="take">Most jobs returned.</param>
    [Alias("list")]
    Task<JobPage> List(int? end, int take);

    /// <summary>Returns ids of jobs that have not ended.</summary>
    [Alias("open")]
    Task<IReadOnlyList<string>> Open();

    /// <summary>Notes that a job has ended.</summary>
    /// <param name="job">The job.</param>
    [Alias("close")]
    Task Close(string job);
}
