using System.Collections.Concurrent;
using Cluster.Training.Exchange;

namespace Cluster.Training.Blobs;

/// <summary>
/// Brings blobs that other silos have into this silo's store. A transfer that breaks off goes on from another holder where it stopped;
/// only content with the right digest gets into the store.
/// </summary>
/// <param name="blobs">This silo's store.</param>
/// <param name="partials">What is on its way into the store.</param>
/// <param name="peers">The other silos.</param>
/// <param name="time">The clock.</param>
public sealed class BlobFetcher(BlobStore blobs, PartialBlobs partials, IBlobPeers peers, TimeProvider time)
{
    private const int BufferSize = 1 << 18;

    /// <summary>Rounds over all silos, while some do not answer or break off without having sent anything.</summary>
    private const int FruitlessRounds = 4;

    private static readonly TimeSpan RoundDelay = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = [];

    /// <summary>Makes sure that the store has a blob.</summary>
    /// <param name="blob">Address and size.</param>
    /// <param name="cancel">Stops the transfer; a later one goes on from there.</param>
    /// <exception cref="BlobMissingException">No silo that lives has it.</exception>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    public async Task Fetch(Blob blob, CancellationToken cancel)
    {
        if (blobs.Contains(blob.Sha256)) return;
        // Of those who want the same blob one fetches, the others find it.
        SemaphoreSlim turn = _turns.GetOrAdd(blob.Sha256, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancel);
        try
        {
            if (!blobs.Contains(blob.Sha256)) await FromOthers(blob, cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>As <see cref="Fetch"/>, but also replaces a blob that is damaged on this silo's disk.</summary>
    /// <param name="blob">Address and size.</param>
    /// <param name="cancel">Stops the transfer; a later one goes on from there.</param>
    /// <exception cref="BlobMissingException">No silo that lives has it.</exception>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    public Task FetchVerified(Blob blob, CancellationToken cancel)
    {
        if (blobs.Contains(blob.Sha256) && !blobs.Verify(blob.Sha256)) blobs.Delete(blob.Sha256);
        return Fetch(blob, cancel);
    }

    /// <summary>Sees to it that another silo has a copy of a blob, if there is another one.</summary>
    /// <param name="blob">A blob of this silo's store.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Whether another silo has it.</returns>
    public async Task<bool> CopyToAnother(Blob blob, CancellationToken cancel)
    {
        IReadOnlyList<string> endpoints = peers.Endpoints();
        foreach (string endpoint in endpoints)
        {
            if (await Has(endpoint, blob.Sha256, cancel)) return true;
        }

        foreach (string endpoint in endpoints)
        {
            try
            {
                await peers.Offer(endpoint, blob, cancel);
                return true;
            }
            catch (PeerLostException)
            {
                // The next silo may have more room.
            }
        }

        return false;
    }

    private async Task FromOthers(Blob blob, CancellationToken cancel)
    {
        var causes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var damaged = new HashSet<string>(StringComparer.Ordinal);
        for (int fruitless = 0; fruitless < FruitlessRounds; fruitless++)
        {
            if (fruitless > 0) await Task.Delay(RoundDelay, time, cancel);
            bool worthAnother = false;
            foreach (string endpoint in peers.Endpoints().Except(damaged).ToList())
            {
                long before = partials.LengthOf(blob.Sha256);
                try
                {
                    if (!await peers.Has(endpoint, blob.Sha256, cancel)) continue;
                    await Pull(endpoint, blob, cancel);
                    return;
                }
                catch (PeerLostException error)
                {
                    causes[endpoint] = error.Message;
                    worthAnother = true;
                }
                catch (InvalidDataException error)
                {
                    causes[endpoint] = $"{endpoint} sent something else: {error.Message}";
                    damaged.Add(endpoint);
                }

                if (partials.LengthOf(blob.Sha256) > before) fruitless = 0;
            }

            // All others answered that they do not have it: to ask again would be of no use.
            if (!worthAnother) break;
        }

        throw new BlobMissingException(blob.Sha256, causes.Count == 0 ? "no silo that lives has it" : string.Join("; ", causes.Values));
    }

    private async Task<bool> Has(string endpoint, string sha256, CancellationToken cancel)
    {
        try
        {
            return await peers.Has(endpoint, sha256, cancel);
        }
        catch (PeerLostException)
        {
            return false;
        }
    }

    private async Task Pull(string endpoint, Blob blob, CancellationToken cancel)
    {
        for (long at = partials.LengthOf(blob.Sha256); at < blob.Size && !blobs.Contains(blob.Sha256); at = partials.LengthOf(blob.Sha256))
        {
            await using Stream content = await peers.Open(endpoint, blob.Sha256, at, cancel);
            await Receive(endpoint, content, blob, at, cancel);
        }

        // An empty file has no bytes that would make it.
        if (blob.Size == 0) partials.Append(blob.Sha256, 0, []);
        await Task.Run(() => partials.Complete(blob.Sha256), cancel);
    }

    private async Task Receive(string endpoint, Stream content, Blob blob, long at, CancellationToken cancel)
    {
        byte[] buffer = new byte[BufferSize];
        for (long began = at; ;)
        {
            int read = await Read(endpoint, content, buffer, cancel);
            if (read == 0 && at == began) throw new PeerLostException(endpoint, "it sent nothing");
            if (at + read > blob.Size) throw new InvalidDataException($"more than {blob.Size} bytes");
            // Fewer bytes there than were sent: an upload of the same content was quicker, or expired.
            if (read == 0 || partials.Append(blob.Sha256, at, buffer.AsSpan(0, read)) < at + read) return;
            at += read;
        }
    }

    // Only the other silo's failures mean that another holder is worth a try; a full disk here does not.
    private static async Task<int> Read(string endpoint, Stream content, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await content.ReadAsync(buffer, cancel);
        }
        catch (IOException error)
        {
            throw new PeerLostException(endpoint, error.Message);
        }
    }
}
