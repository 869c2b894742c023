using Cluster.V1;

namespace Cluster.Grains.Datasets;

/// <summary>A dataset in the directory.</summary>
/// <param name="Number">Grows from one dataset to the next; never used again.</param>
/// <param name="Dataset">The dataset.</param>
[GenerateSerializer, Immutable, Alias("cluster.dataset-entry")]
public sealed record DatasetEntry([property: Id(0)] int Number, [property: Id(1)] Dataset Dataset);
