using System.Security.Cryptography;

namespace Cluster.Silo.DataPlane;

/// <summary>Secret that silos of one cluster share; a request to the data plane must carry it.</summary>
/// <param name="Value">The secret, in hex.</param>
internal sealed record DataPlaneToken(string Value)
{
    /// <summary>Header that carries it.</summary>
    public const string Header = "x-cluster-token";

    private const int Bytes = 32;

    /// <summary>Reads the secret from a file, which the first silo makes, readable for its user only.</summary>
    /// <param name="path">The file.</param>
    public static DataPlaneToken ReadOrCreate(string path)
    {
        string fresh = $"{path}.{Environment.ProcessId}.tmp";
        if (!File.Exists(path))
        {
            using (var file = new FileStream(fresh, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true)));
            }

            try
            {
                File.Move(fresh, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(fresh);
            }
        }

        return new DataPlaneToken(File.ReadAllText(path));
    }
}
