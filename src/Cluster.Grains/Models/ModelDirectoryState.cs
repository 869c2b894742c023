namespace Cluster.Grains.Models;

/// <summary>What the directory of models keeps.</summary>
[GenerateSerializer, Alias("cluster.models-state")]
public sealed class ModelDirectoryState
{
    /// <summary>Ids of all models, oldest first.</summary>
    [Id(0)]
    public List<string> Models { get; set; } = [];
}
