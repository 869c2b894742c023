using Cluster.V1;

namespace Cluster.Grains.Datasets;

/// <summary>Some datasets of the directory.</summary>
/// <param name="Datasets">Newest first.</param>
/// <param name="End">Where the next page starts; 0 if this is the last.</param>
[GenerateSerializer, Immutable, Alias("cluster.dataset-page")]
public sealed record DatasetPage([property: Id(0)] IReadOnlyList<Dataset> Datasets, [property: Id(1)] int End);
