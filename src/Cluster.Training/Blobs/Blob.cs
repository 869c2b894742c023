namespace Cluster.Training.Blobs;

/// <summary>Address and size of stored bytes.</summary>
/// <param name="Sha256">SHA-256 of the content in lower-case hex.</param>
/// <param name="Size">Bytes.</param>
public sealed record Blob(string Sha256, long Size);
