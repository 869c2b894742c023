using System.Security.Cryptography;

namespace Cluster.Training.Blobs;

/// <summary>
/// Bytes on disk under the SHA-256 of their content: <c>root/ab/cdef...</c>. A blob is there whole or not at all.
/// Any number of processes may share a root.
/// </summary>
/// <param name="directory">Root of the store; created on the first write.</param>
public sealed class BlobStore(string directory)
{
    private const int BufferSize = 1 << 16;
    private const string TemporaryExtension = ".tmp";

    /// <summary>Stores what a writer produces: temporary file, flush to disk, rename. A damaged blob of the same content is replaced.</summary>
    /// <param name="write">Writes the content from begin to end; the stream can't seek.</param>
    /// <exception cref="IOException">The disk is full or not writable; nothing is left behind.</exception>
    public Blob Write(Action<Stream> write)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return WriteThrough(Path.Combine(directory, Guid.NewGuid().ToString("N") + TemporaryExtension), write);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"The blob store {directory} is not writable. {error.Message}", error);
        }
    }

    /// <summary>Whether a blob is there.</summary>
    /// <param name="sha256">Its address.</param>
    /// <exception cref="ArgumentException">Not an address.</exception>
    public bool Contains(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>Opens a blob; the stream can seek.</summary>
    /// <param name="sha256">Its address.</param>
    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    /// <exception cref="ArgumentException">Not an address.</exception>
    public Stream OpenRead(string sha256)
    {
        string path = PathOf(sha256);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no blob {sha256}.", path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize);
    }

    /// <summary>Reads a blob again and compares its digest.</summary>
    /// <param name="sha256">Its address.</param>
    /// <returns>Whether it is there and undamaged.</returns>
    /// <exception cref="ArgumentException">Not an address.</exception>
    public bool Verify(string sha256)
    {
        try
        {
            using Stream stream = OpenRead(sha256);
            return Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Removes a blob; nothing happens if it is not there.</summary>
    /// <param name="sha256">Its address.</param>
    /// <exception cref="ArgumentException">Not an address.</exception>
    public void Delete(string sha256)
    {
        string path = PathOf(sha256);
        if (File.Exists(path)) File.Delete(path);
    }

    /// <summary>Removes temporary files of processes that were killed while they wrote. Call it once, when the process starts.</summary>
    /// <returns>Files removed.</returns>
    public int RemoveAbandoned()
    {
        if (!Directory.Exists(directory)) return 0;
        int removed = 0;
        foreach (string path in Directory.EnumerateFiles(directory, "*" + TemporaryExtension))
        {
            try
            {
                // A living writer holds its file exclusively, so this throws for it.
                using FileStream abandoned = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
                removed++;
            }
            catch (IOException)
            {
                // Not abandoned, or another process was quicker.
            }
        }

        return removed;
    }

    /// <summary>Where a blob lies, or would lie. Only addresses are let through, so no path leaves the root.</summary>
    /// <param name="sha256">Its address.</param>
    /// <exception cref="ArgumentException">Not an address.</exception>
    public string PathOf(string sha256) => Path.Combine(directory, Checked(sha256)[..2], sha256[2..]);

    /// <summary>Whether a text is an address: a SHA-256 in lower-case hex.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsAddress(string text) => text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Root of the store.</summary>
    internal string Root => directory;

    /// <summary>Returns an address as it is.</summary>
    /// <exception cref="ArgumentException">Not an address.</exception>
    internal static string Checked(string sha256) =>
        IsAddress(sha256) ? sha256 : throw new ArgumentException($"'{sha256}' is not a SHA-256 in lower-case hex.", nameof(sha256));

    /// <summary>Makes a file of the same file system a blob; its content was checked and flushed.</summary>
    internal void Adopt(string path, string sha256) => MoveIntoPlace(path, PathOf(sha256));

    private Blob WriteThrough(string temporary, Action<Stream> write)
    {
        try
        {
            Blob blob;
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                using HashingStream hashing = new(file);
                write(hashing);
                file.Flush(flushToDisk: true);
                blob = new Blob(hashing.Digest(), hashing.Count);
            }

            MoveIntoPlace(temporary, PathOf(blob.Sha256));
            return blob;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void MoveIntoPlace(string temporary, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        bool newFolder = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        File.Move(temporary, path, overwrite: true);
        DirectoryEntries.Flush(folder);
        if (newFolder) DirectoryEntries.Flush(directory);
    }
}
