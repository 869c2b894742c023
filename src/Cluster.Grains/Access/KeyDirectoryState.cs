namespace Cluster.Grains.Access;

/// <summary>What the directory of keys keeps.</summary>
[GenerateSerializer, Alias("cluster.keys-state")]
public sealed class KeyDirectoryState
{
    /// <summary>Valid keys by id.</summary>
    [Id(0)]
    public Dictionary<string, KeyRecord> Keys { get; set; } = [];
}
