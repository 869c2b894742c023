using Cluster.Training.Exchange;

namespace Cluster.Training.Blobs;

/// <summary>The blobs of other silos, as this one sees them.</summary>
public interface IBlobPeers
{
    /// <summary>Data planes of the other silos that live.</summary>
    IReadOnlyList<string> Endpoints();

    /// <summary>Asks whether a silo has a blob.</summary>
    /// <param name="endpoint">Its data plane.</param>
    /// <param name="sha256">Address of the blob.</param>
    /// <param name="cancel">Stops asking.</param>
    /// <exception cref="PeerLostException">It does not answer.</exception>
    Task<bool> Has(string endpoint, string sha256, CancellationToken cancel);

    /// <summary>Opens a blob of another silo for reading.</summary>
    /// <param name="endpoint">Data plane of the silo that has it.</param>
    /// <param name="sha256">Address of the blob.</param>
    /// <param name="offset">Bytes to skip; less than its size.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="PeerLostException">The silo does not answer, or has no such blob.</exception>
    Task<Stream> Open(string endpoint, string sha256, long offset, CancellationToken cancel);

    /// <summary>Asks a silo to fetch a blob from the others; returns when it has it.</summary>
    /// <param name="endpoint">Its data plane.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="PeerLostException">It does not answer, or could not.</exception>
    Task Offer(string endpoint, Blob blob, CancellationToken cancel);
}
