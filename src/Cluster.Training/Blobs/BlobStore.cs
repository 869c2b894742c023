namespace Cluster.Training.Blobs;

/// <summary>Bytes on disk under the SHA-256 of their content. A blob is there whole or not at all.</summary>
/// <param name="directory">Root of the store; created on the first write.</param>
public sealed class BlobStore(string directory)
{
    /// <summary>Stores what a writer produces: temporary file, flush to disk, rename.</summary>
    /// <param name="write">Writes the content; may seek.</param>
    /// <exception cref="IOException">The disk is full or not writable; nothing is left behind.</exception>
    public Blob Write(Action<Stream> write) => throw new NotImplementedException(directory);

    /// <summary>Whether a blob is there.</summary>
    /// <param name="sha256">Its address.</param>
    public bool Contains(string sha256) => throw new NotImplementedException();

    /// <summary>Opens a blob.</summary>
    /// <param name="sha256">Its address.</param>
    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    public Stream OpenRead(string sha256) => throw new NotImplementedException();

    /// <summary>Reads a blob again and compares its digest.</summary>
    /// <param name="sha256">Its address.</param>
    /// <returns>Whether it is there and undamaged.</returns>
    public bool Verify(string sha256) => throw new NotImplementedException();

    /// <summary>Removes a blob; nothing happens if it is not there.</summary>
    /// <param name="sha256">Its address.</param>
    public void Delete(string sha256) => throw new NotImplementedException();
}
