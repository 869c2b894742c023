namespace Cluster.Grains.Access;

/// <summary>Who made a dataset. The grain's key is the dataset's name.</summary>
[Alias("cluster.dataset-owner")]
public interface IDatasetOwnerGrain : IGrainWithStringKey
{
    /// <summary>Returns the id of the caller that made it; empty if it is not known.</summary>
    [Alias("get")]
    Task<string> Get();

    /// <summary>Notes who made it.</summary>
    /// <param name="owner">The caller's id; empty when the dataset is gone.</param>
    [Alias("set")]
    Task Set(string owner);
}
