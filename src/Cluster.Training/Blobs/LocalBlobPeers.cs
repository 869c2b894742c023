using System.Collections.Concurrent;
using Cluster.Training.Exchange;

namespace Cluster.Training.Blobs;

/// <summary>Silos in this process, each with a store of its own; alone if none are connected.</summary>
public sealed class LocalBlobPeers : IBlobPeers
{
    private readonly ConcurrentDictionary<string, BlobStore> _stores = [];

    /// <summary>Makes a store reachable.</summary>
    /// <param name="endpoint">Its name.</param>
    /// <param name="store">The store.</param>
    public void Connect(string endpoint, BlobStore store) => _stores[endpoint] = store;

    /// <inheritdoc/>
    public IReadOnlyList<string> Endpoints() => [.. _stores.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public Task<bool> Has(string endpoint, string sha256, CancellationToken cancel) => Task.FromResult(Find(endpoint).Contains(sha256));

    /// <inheritdoc/>
    public Task<Stream> Open(string endpoint, string sha256, long offset, CancellationToken cancel)
    {
        Stream content = Find(endpoint).OpenRead(sha256);
        content.Position = offset;
        return Task.FromResult(content);
    }

    /// <inheritdoc/>
    public async Task Offer(string endpoint, Blob blob, CancellationToken cancel)
    {
        BlobStore store = Find(endpoint);
        foreach (BlobStore other in _stores.Values.Where(other => other.Contains(blob.Sha256)))
        {
            await using Stream content = other.OpenRead(blob.Sha256);
            store.Write(content.CopyTo);
            return;
        }

        throw new PeerLostException(endpoint, "nobody has the blob");
    }

    private BlobStore Find(string endpoint) =>
        _stores.TryGetValue(endpoint, out BlobStore? store) ? store : throw new PeerLostException(endpoint, "no such silo");
}
