namespace Cluster.Silo.Hosting;

/// <summary>Where everything lies below the data directory.</summary>
internal sealed class DataDirectory
{
    /// <summary>Creates the directory and makes sure it can be written.</summary>
    /// <param name="root">The data directory.</param>
    /// <param name="blobs">Another place for blobs; empty for one within it.</param>
    /// <exception cref="SiloStartException">It cannot.</exception>
    public DataDirectory(string root, string blobs = "")
    {
        Root = Path.GetFullPath(root);
        Blobs = blobs.Length > 0 ? Path.GetFullPath(blobs) : Path.Combine(Root, "blobs");
        try
        {
            Directory.CreateDirectory(Root);
            string probe = Path.Combine(Root, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SiloStartException($"the data directory {Root} cannot be written: {error.Message}");
        }
    }

    public string Root { get; }

    public string Membership => Path.Combine(Root, "membership");

    public string State => Path.Combine(Root, "state");

    public string Jobs => Path.Combine(Root, "jobs");

    public string Blobs { get; }

    public string Silos => Path.Combine(Root, "silos");

    public string Token => Path.Combine(Root, "data-plane.token");
}
