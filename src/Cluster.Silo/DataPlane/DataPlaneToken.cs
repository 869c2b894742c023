using System.Security.Cryptography;
using System.Text;
using Cluster.Silo.Hosting;

namespace Cluster.Silo.DataPlane;

/// <summary>Secret that silos of one cluster share; a request to the data plane must carry it.</summary>
/// <param name="Value">The secret, in hex.</param>
internal sealed record DataPlaneToken(string Value)
{
    /// <summary>Header that carries it.</summary>
    public const string Header = "x-cluster-token";

    private const int HexDigits = 64;

    /// <summary>Reads the secret from a file, which the first silo makes, readable for its user only.</summary>
    /// <param name="path">The file, in a directory that is there.</param>
    /// <exception cref="SiloStartException">The file holds no secret.</exception>
    public static DataPlaneToken ReadOrCreate(string path)
    {
        if (!File.Exists(path)) Create(path);
        string value = File.ReadAllText(path);
        return value.Length == HexDigits && value.All(char.IsAsciiHexDigitLower)
            ? new DataPlaneToken(value)
            : throw new SiloStartException($"{path} is damaged; stop all silos of this data directory, delete the file and start again");
    }

    // Of silos that start at the same moment, one is first; the others take its secret.
    private static void Create(string path)
    {
        string fresh = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(fresh, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                file.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(HexDigits, lowercase: true)));
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another silo was quicker.
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
