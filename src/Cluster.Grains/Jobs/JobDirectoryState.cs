namespace Cluster.Grains.Jobs;

/// <summary>What the directory keeps.</summary>
[GenerateSerializer, Alias("cluster.jobs-state")]
public sealed class JobDirectoryState
{
    /// <summary>Ids of all jobs, oldest first.</summary>
    [Id(0)]
    public List<string> Jobs { get; set; } = [];

    /// <summary>Ids of jobs that have not ended.</summary>
    [Id(1)]
    public HashSet<string> Open { get; set; } = [];

    /// <summary>Job and spec by request id.</summary>
    [Id(2)]
    public Dictionary<string, JobRequest> Requests { get; set; } = [];
}
