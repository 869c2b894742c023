using Cluster.Training.Blobs;

namespace Cluster.Silo.FrontDoor;

/// <summary>Where a front door puts the files that clients send: on the disk of its own silo, or on that of another one.</summary>
internal interface IUploads
{
    /// <summary>Whether the cluster has a file, with this size.</summary>
    Task<bool> Has(Blob blob, CancellationToken cancel);

    /// <summary>Size of a file that is there whole; null if it is not.</summary>
    Task<long?> SizeOf(string sha256, CancellationToken cancel);

    /// <summary>The place where an upload goes on, or begins: to be passed to the calls that follow.</summary>
    Task<string> Place(string sha256, CancellationToken cancel);

    /// <summary>Bytes that are there of a file that is not whole.</summary>
    Task<long> LengthOf(string place, string sha256, CancellationToken cancel);

    /// <summary>Adds bytes; those that are there already are skipped.</summary>
    /// <returns>Bytes that are there now; fewer than <paramref name="offset"/> if some before it are missing, and nothing was added.</returns>
    Task<long> Append(string place, string sha256, long offset, ReadOnlyMemory<byte> data, CancellationToken cancel);

    /// <summary>Checks the digest and makes the file available.</summary>
    /// <exception cref="InvalidDataException">The bytes have another digest; they are removed.</exception>
    Task Complete(string place, string sha256);

    /// <summary>Sees to it that the cluster has a file that this process has.</summary>
    Task Share(Blob blob, CancellationToken cancel);

    /// <summary>Sees to it that two silos have a file, if there are two.</summary>
    Task Copy(Blob blob, CancellationToken cancel);
}
