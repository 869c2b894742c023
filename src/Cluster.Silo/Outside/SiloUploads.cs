using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cluster.Grains.Workers;
using Cluster.Silo.FrontDoor;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;

namespace Cluster.Silo.Outside;

/// <summary>
/// Uploads from a front door to the disk of a silo. All front doors choose the same silo for a file, so that each can go on with what
/// another one began.
/// </summary>
internal sealed class SiloUploads(IOtherSilos silos, IBlobPeers peers, UploadClient client, BlobStore cache) : IUploads
{
    private const int PieceBytes = 1 << 20;

    public async Task<bool> Has(Blob blob, CancellationToken cancel) => await SizeOf(blob.Sha256, cancel) == blob.Size;

    public async Task<long?> SizeOf(string sha256, CancellationToken cancel)
    {
        long?[] sizes = await OnAll(endpoint => client.SizeOf(endpoint, sha256, cancel));
        return sizes.FirstOrDefault(size => size is not null);
    }

    // The silo that has the most of it; for a new file the one whose name goes with it first, as every front door would say.
    public async Task<string> Place(string sha256, CancellationToken cancel)
    {
        (string Endpoint, long Length)[] found = await OnAll(async endpoint => (endpoint, await client.LengthOf(endpoint, sha256, cancel)));
        return found.Length == 0
            ? throw new PeerLostException("the cluster", "no silo can be reached")
            : found.OrderByDescending(silo => silo.Length).ThenBy(silo => Rank(silo.Endpoint, sha256), StringComparer.Ordinal).First().Endpoint;
    }

    public Task<long> LengthOf(string place, string sha256, CancellationToken cancel) => client.LengthOf(place, sha256, cancel);

    public Task<long> Append(string place, string sha256, long offset, ReadOnlyMemory<byte> data, CancellationToken cancel) =>
        client.Append(place, sha256, offset, data, cancel);

    public Task Complete(string place, string sha256) => client.Complete(place, sha256);

    public async Task Share(Blob blob, CancellationToken cancel)
    {
        if (await Has(blob, cancel)) return;
        string place = await Place(blob.Sha256, cancel);
        await using Stream content = cache.OpenRead(blob.Sha256);
        byte[] piece = new byte[PieceBytes];
        for (long at = 0; at == 0 || at < blob.Size;)
        {
            int read = await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel);
            await client.Append(place, blob.Sha256, at, piece.AsMemory(0, read), cancel);
            at += read;
            if (read == 0) break;
        }

        await client.Complete(place, blob.Sha256);
    }

    public async Task Copy(Blob blob, CancellationToken cancel)
    {
        (string Endpoint, bool Holds)[] found = await OnAll(async endpoint => (endpoint, await client.SizeOf(endpoint, blob.Sha256, cancel) is not null));
        if (found.Count(silo => silo.Holds) >= 2) return;
        foreach ((string endpoint, _) in found.Where(silo => !silo.Holds))
        {
            try
            {
                await peers.Offer(endpoint, blob, cancel);
                return;
            }
            catch (PeerLostException)
            {
                // The next silo may have more room.
            }
        }
    }

    // A silo that does not answer is as good as one that is not there.
    private async Task<T[]> OnAll<T>(Func<string, Task<T>> ask)
    {
        IEnumerable<Task<(bool Answered, T Answer)>> asked = silos.OtherDataPlanes().Select(async endpoint =>
        {
            try
            {
                return (true, await ask(endpoint));
            }
            catch (PeerLostException)
            {
                return (false, default(T)!);
            }
        });
        return [.. (await Task.WhenAll(asked)).Where(one => one.Answered).Select(one => one.Answer)];
    }

    private static string Rank(string endpoint, string sha256) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{endpoint} {sha256}"))));
}
