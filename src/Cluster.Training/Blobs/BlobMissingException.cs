namespace Cluster.Training.Blobs;

/// <summary>No silo that lives has a blob.</summary>
/// <param name="sha256">Address of the blob.</param>
/// <param name="cause">What the silos said, in a sentence without a full stop.</param>
public sealed class BlobMissingException(string sha256, string cause) : Exception(cause)
{
    /// <summary>Address of the blob.</summary>
    public string Sha256 { get; } = sha256;
}
