namespace Cluster.Grains.Access;

/// <summary>All keys of the front door. One grain; its key is <see cref="Key"/>.</summary>
[Alias("cluster.keys")]
public interface IKeyDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "keys";

    /// <summary>Keeps a new key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether its id was free.</returns>
    [Alias("add")]
    Task<bool> Add(KeyRecord key);

    /// <summary>Returns all keys, oldest first.</summary>
    [Alias("list")]
    Task<IReadOnlyList<KeyRecord>> List();

    /// <summary>Ends a key; it opens nothing from the moment this returns.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The key; null if there is none.</returns>
    [Alias("revoke")]
    Task<KeyRecord?> Revoke(string id);

    /// <summary>Finds the key that a caller shows.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="digest">SHA-256 of the secret that was shown.</param>
    /// <returns>The key; null if there is none of this id and secret.</returns>
    [Alias("verify")]
    Task<KeyRecord?> Verify(string id, byte[] digest);
}
