namespace Cluster.EndToEnd.Tests.Commands;

/// <summary>Tests that leave the silo as it is share one.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedClusterGroup : ICollectionFixture<TrainedCluster>
{
    /// <summary>Its name.</summary>
    public const string Name = "one silo with a model";
}
