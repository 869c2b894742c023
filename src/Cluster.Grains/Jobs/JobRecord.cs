using Cluster.V1;

namespace Cluster.Grains.Jobs;

/// <summary>What a coordinator keeps of its job. Events after <see cref="Head"/> are applied when it is read.</summary>
[GenerateSerializer, Alias("cluster.job-record")]
public sealed class JobRecord
{
    /// <summary>The job as of <see cref="Head"/>.</summary>
    [Id(0)]
    public Job Job { get; set; } = new();

    /// <summary>Number of coordinator activations; fences the event log and attempts.</summary>
    [Id(1)]
    public long Term { get; set; }

    /// <summary>Sequence of the newest event that <see cref="Job"/> contains.</summary>
    [Id(2)]
    public long Head { get; set; }

    /// <summary>Name of the silo that holds the coordinator, or did at last.</summary>
    [Id(3)]
    public string Silo { get; set; } = "";
}
