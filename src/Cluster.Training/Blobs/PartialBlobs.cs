using System.Security.Cryptography;

namespace Cluster.Training.Blobs;

/// <summary>
/// Blobs that are on their way, under the digest they are expected to have. They survive a restart, so that a transfer goes on where
/// it broke off. Several writers of the same blob help each other: all bring the same bytes.
/// </summary>
/// <param name="blobs">Receives what is complete.</param>
/// <param name="time">The clock.</param>
public sealed class PartialBlobs(BlobStore blobs, TimeProvider time)
{
    private const string Extension = ".part";

    /// <summary>What nobody has written to for so long is given up.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly Lock _appending = new();

    /// <summary>Bytes that are there of a blob that is not complete.</summary>
    /// <param name="sha256">Its address.</param>
    /// <exception cref="ArgumentException">Not an address.</exception>
    public long LengthOf(string sha256)
    {
        var file = new FileInfo(PathOf(sha256));
        return file.Exists ? file.Length : 0;
    }

    /// <summary>Adds bytes; those that are there already are skipped.</summary>
    /// <param name="sha256">Address of the blob.</param>
    /// <param name="offset">Where the bytes begin, at most <see cref="LengthOf"/>.</param>
    /// <param name="data">The bytes.</param>
    /// <returns>Bytes that are there now; fewer than <paramref name="offset"/> if some before it are missing, and nothing was added.</returns>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    public long Append(string sha256, long offset, ReadOnlySpan<byte> data)
    {
        string path = PathOf(sha256);
        lock (_appending)
        {
            if (offset > 0 && !File.Exists(path)) return 0;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            long there = file.Length;
            if (offset > there || offset + data.Length <= there) return there;
            file.Position = there;
            file.Write(data[(int)(there - offset)..]);
            return offset + data.Length;
        }
    }

    /// <summary>Checks the digest and makes the blob available. Nothing happens if another writer was quicker.</summary>
    /// <param name="sha256">Its address.</param>
    /// <exception cref="InvalidDataException">The bytes have another digest; they are removed.</exception>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    public void Complete(string sha256)
    {
        string path = PathOf(sha256);
        string actual;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            actual = Convert.ToHexStringLower(SHA256.HashData(file));
            file.Flush(flushToDisk: true);
            if (actual == sha256) blobs.Adopt(path, sha256);
        }
        catch (FileNotFoundException) when (blobs.Contains(sha256))
        {
            return;
        }

        if (actual == sha256) return;
        File.Delete(path);
        throw new InvalidDataException($"the content has the SHA-256 {actual}, not {sha256}");
    }

    /// <summary>Removes what nobody has written to for a day.</summary>
    /// <returns>Files removed.</returns>
    public int RemoveExpired()
    {
        if (!Directory.Exists(Folder)) return 0;
        DateTime oldest = time.GetUtcNow().UtcDateTime - Lifetime;
        string[] expired = [.. Directory.EnumerateFiles(Folder, "*" + Extension).Where(path => File.GetLastWriteTimeUtc(path) < oldest)];
        foreach (string path in expired) File.Delete(path);
        return expired.Length;
    }

    private string Folder => Path.Combine(blobs.Root, "partial");

    private string PathOf(string sha256) => Path.Combine(Folder, BlobStore.Checked(sha256) + Extension);
}
