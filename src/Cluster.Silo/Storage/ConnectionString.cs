using Cluster.Silo.Hosting;

namespace Cluster.Silo.Storage;

/// <summary>How to reach a shared store. It may hold a password, so no message contains it.</summary>
internal static class ConnectionString
{
    /// <exception cref="SiloStartException">There is none, or its file cannot be read.</exception>
    public static string Of(SiloSettings settings)
    {
        if (settings.ConnectionFile.Length > 0) return FromFile(settings.ConnectionFile);
        return settings.Connection.Length > 0
            ? settings.Connection
            : throw new SiloStartException(
                "the storage needs a connection string: in a file that --connectionFile (Cluster__ConnectionFile) names, or in the variable Cluster__Connection");
    }

    /// <exception cref="SiloStartException">The file cannot be read or is empty.</exception>
    public static string FromFile(string path)
    {
        try
        {
            string text = File.ReadAllText(path).Trim();
            return text.Length > 0 ? text : throw new SiloStartException($"the connection file {path} is empty");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SiloStartException($"the connection file {path} cannot be read: {error.Message}");
        }
    }
}
