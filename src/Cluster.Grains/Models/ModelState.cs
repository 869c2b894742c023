using Cluster.V1;

namespace Cluster.Grains.Models;

/// <summary>What a model's grain keeps.</summary>
[GenerateSerializer, Alias("cluster.model-state")]
public sealed class ModelState
{
    /// <summary>The model and its files.</summary>
    [Id(0)]
    public Model Model { get; set; } = new();
}
