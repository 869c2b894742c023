namespace Cluster.Grains.Access;

/// <summary>What the account of a caller keeps.</summary>
[GenerateSerializer, Alias("cluster.account-state")]
public sealed class AccountState
{
    /// <summary>Ids of jobs that the caller started.</summary>
    [Id(0)]
    public HashSet<string> Jobs { get; set; } = [];
}
