using System.Security.Cryptography;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Hosting;

namespace Cluster.Silo.Access;

/// <summary>
/// The first key of a cluster: whoever can read the file is its operator. It makes the other keys, and helps when all of them are lost.
/// The file is read at each use, so that a changed secret counts at once.
/// </summary>
internal sealed class AdminKeyFile
{
    private const int Shortest = 32;

    private readonly string _path;

    /// <summary>Opens the operator's file, or makes one in the data directory, which only the silo's user can read.</summary>
    /// <param name="chosen">The operator's file; empty for one in the data directory.</param>
    /// <param name="fallback">Path of the one in the data directory.</param>
    /// <exception cref="SiloStartException">The file holds no secret.</exception>
    public AdminKeyFile(string chosen, string fallback)
    {
        if (chosen.Length == 0) DataPlaneToken.ReadOrCreate(fallback);
        _path = chosen.Length > 0 ? chosen : fallback;
        if (Read() is null) throw new SiloStartException($"{_path} must hold a secret of at least {Shortest} characters; make one with: openssl rand -hex 32");
    }

    /// <summary>Whether a text is the secret.</summary>
    public bool Is(string shown) =>
        Read() is { } secret && CryptographicOperations.FixedTimeEquals(ApiKey.DigestOf(secret), ApiKey.DigestOf(shown));

    private string? Read()
    {
        try
        {
            string secret = File.ReadAllText(_path).Trim();
            return secret.Length >= Shortest ? secret : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
