using Cluster.Training.Blobs;

namespace Cluster.Silo.FrontDoor;

/// <summary>Uploads to the disk of this silo.</summary>
internal sealed class LocalUploads(BlobStore blobs, PartialBlobs partials, BlobFetcher fetcher) : IUploads
{
    public async Task<bool> Has(Blob blob, CancellationToken cancel)
    {
        try
        {
            await fetcher.Fetch(blob, cancel);
            return await SizeOf(blob.Sha256, cancel) == blob.Size;
        }
        catch (BlobMissingException)
        {
            return false;
        }
    }

    public async Task<long?> SizeOf(string sha256, CancellationToken cancel)
    {
        if (!blobs.Contains(sha256)) return null;
        await using Stream content = blobs.OpenRead(sha256);
        return content.Length;
    }

    public Task<string> Place(string sha256, CancellationToken cancel)
    {
        partials.RemoveExpired();
        return Task.FromResult("");
    }

    public Task<long> LengthOf(string place, string sha256, CancellationToken cancel) => Task.FromResult(partials.LengthOf(sha256));

    public Task<long> Append(string place, string sha256, long offset, ReadOnlyMemory<byte> data, CancellationToken cancel) =>
        Task.FromResult(partials.Append(sha256, offset, data.Span));

    public Task Complete(string place, string sha256) => Task.Run(() => partials.Complete(sha256), CancellationToken.None);

    public Task Share(Blob blob, CancellationToken cancel) => Task.CompletedTask;

    public Task Copy(Blob blob, CancellationToken cancel) => fetcher.CopyToAnother(blob, cancel);
}
