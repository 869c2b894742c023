using System.Security.Cryptography;
using Cluster.Grains.Serialization;

namespace Cluster.Grains.Access;

/// <summary>All keys of the front door.</summary>
[KeepAlive]
public sealed class KeyDirectoryGrain(
    [PersistentState("keys")] IPersistentState<KeyDirectoryState> state,
    TimeProvider time) : Grain, IKeyDirectoryGrain
{
    /// <summary>A use is written down at most so often: every call of every client is one.</summary>
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(10);

    private Dictionary<string, KeyRecord> Keys => state.State.Keys;

    /// <inheritdoc/>
    public async Task<bool> Add(KeyRecord key)
    {
        if (!Keys.TryAdd(key.Id, key)) return false;
        await Save();
        return true;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyRecord>> List() => Task.FromResult<IReadOnlyList<KeyRecord>>([.. Keys.Values.OrderBy(key => key.Created)]);

    /// <inheritdoc/>
    public async Task<KeyRecord?> Revoke(string id)
    {
        if (!Keys.Remove(id, out KeyRecord? key)) return null;
        await Save();
        return key;
    }

    /// <inheritdoc/>
    public async Task<KeyRecord?> Verify(string id, byte[] digest)
    {
        if (!Keys.TryGetValue(id, out KeyRecord? key) || !CryptographicOperations.FixedTimeEquals(key.Digest, digest)) return null;
        DateTimeOffset now = time.GetUtcNow();
        if (key.Used is { } used && now - used < UsePrecision) return key;
        Keys[id] = key with { Used = now };
        await Save();
        return Keys[id];
    }

    private Task Save() => state.WriteOrForget(this);
}
