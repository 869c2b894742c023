using System.Security.Cryptography;
using Cluster.Client.Errors;
using Cluster.V1;

namespace Cluster.Client.Datasets;

/// <summary>A file on this machine that is to be pushed.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of its content in lower-case hex.</param>
public sealed record LocalFile(string Path, long Size, string Sha256)
{
    /// <summary>Its name without folders.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Reads a file to its end for its digest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="ClusterException">Usage: it cannot be read.</exception>
    public static async Task<LocalFile> ReadAsync(string path, CancellationToken cancel = default)
    {
        try
        {
            await using FileStream content = File.OpenRead(path);
            string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
            return new LocalFile(path, content.Position, sha256);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(ErrorKind.Usage, $"The file {path} can't be read: {error.Message}", cause: error);
        }
    }

    /// <summary>The file as a dataset's record names it.</summary>
    internal DatasetFile ToMessage() => new() { Name = Name, Size = Size, Sha256 = Sha256 };
}
