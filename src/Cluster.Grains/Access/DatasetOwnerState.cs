namespace Cluster.Grains.Access;

/// <summary>Who made a dataset.</summary>
[GenerateSerializer, Alias("cluster.dataset-owner-state")]
public sealed class DatasetOwnerState
{
    /// <summary>The caller's id; empty if nobody did, or nobody that was known.</summary>
    [Id(0)]
    public string Owner { get; set; } = "";
}
