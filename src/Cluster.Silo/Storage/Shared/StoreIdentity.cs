using System.Security.Cryptography;
using Cluster.Silo.Hosting;

namespace Cluster.Silo.Storage.Shared;

/// <summary>
/// A random name that a store gets once. A silo remembers in its data directory to which store it belongs, so that it never takes an emptied
/// store for a new one.
/// </summary>
internal sealed class StoreIdentity(ISharedStore store, string value)
{
    private const string Setting = "identity";
    private const int HexDigits = 32;

    /// <summary>Joins a store, or makes a new one this cluster's.</summary>
    /// <param name="store">The store.</param>
    /// <param name="file">Where the silo remembers it.</param>
    /// <exception cref="SiloStartException">The silo belongs to another store.</exception>
    public static async Task<StoreIdentity> Join(ISharedStore store, string file)
    {
        string? own = File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        string? there = await store.Find(Setting, CancellationToken.None);
        if (own is not null && own != there)
        {
            throw new SiloStartException(
                $"the {store.Name} store {(there is null ? "is empty" : "is that of another cluster")}, but this silo belongs to a cluster that was in it; "
                + $"restore the store from a backup. To give up what the cluster knew and begin anew, delete {file} on every silo");
        }

        there ??= await store.GetOrAdd(Setting, RandomNumberGenerator.GetHexString(HexDigits, lowercase: true), CancellationToken.None);
        if (own is null) await AtomicFile.Replace(file, System.Text.Encoding.ASCII.GetBytes(there));
        return new StoreIdentity(store, there);
    }

    /// <summary>Makes sure that the store is still the one.</summary>
    /// <exception cref="StoreLostException">It is not.</exception>
    /// <exception cref="IOException">It does not answer.</exception>
    public async Task Verify(CancellationToken cancel)
    {
        if (await store.Find(Setting, cancel) != value) throw new StoreLostException(store.Name);
    }
}
