namespace Cluster.Grains.Datasets;

/// <summary>What the directory of datasets keeps.</summary>
[GenerateSerializer, Alias("cluster.datasets-state")]
public sealed class DatasetDirectoryState
{
    /// <summary>Number of the newest dataset ever made.</summary>
    [Id(0)]
    public int Last { get; set; }

    /// <summary>Datasets by name.</summary>
    [Id(1)]
    public Dictionary<string, DatasetEntry> Datasets { get; set; } = [];

    /// <summary>Digests of files that a dataset had and none has any more, with the time when that was so.</summary>
    [Id(2)]
    public Dictionary<string, DateTimeOffset> Released { get; set; } = [];
}
