using Cluster.Client.Errors;
using Cluster.Client.Silos;

namespace Cluster.Client.Connections;

/// <summary>Where a server is: a fixed URL, or any silo that runs on a data directory at the moment of asking.</summary>
public sealed class ServerAddress
{
    private readonly Uri? _fixed;
    private readonly SiloDirectory? _directory;

    private ServerAddress(Uri? address, SiloDirectory? directory)
    {
        _fixed = address;
        _directory = directory;
    }

    /// <summary>A server at a fixed URL.</summary>
    /// <param name="url">An absolute http or https URL.</param>
    /// <exception cref="ClusterException">The text is no such URL.</exception>
    public static ServerAddress At(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new ServerAddress(address, null)
            : throw new ClusterException(ErrorKind.Usage, $"\"{url}\" is no server URL; it should look like http://host:port.");

    /// <summary>Any of the silos that run on a data directory. If one ends, the next call finds another.</summary>
    /// <param name="directory">The silos of the data directory.</param>
    public static ServerAddress Of(SiloDirectory directory) => new(null, directory);

    /// <summary>Finds a server.</summary>
    /// <param name="cancel">Gives up early.</param>
    /// <exception cref="ClusterException">Unavailable: no silo runs on the data directory.</exception>
    public async Task<Uri> FindAsync(CancellationToken cancel)
    {
        if (_fixed is not null)
            return _fixed;
        IReadOnlyList<SiloRecord> live = await _directory!.LiveAsync(cancel);
        return live.Count > 0
            ? live[0].FrontDoor
            : throw new ClusterException(
                ErrorKind.Unavailable,
                $"No silo runs on {_directory.Path}; start one with: cluster up (or name a server with --server URL).");
    }
}
