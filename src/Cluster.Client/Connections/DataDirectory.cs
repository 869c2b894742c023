namespace Cluster.Client.Connections;

/// <summary>Finds the folder in which local silos keep everything.</summary>
public static class DataDirectory
{
    /// <summary>Returns the absolute path; does not create it.</summary>
    /// <param name="chosen">What the user chose; null for CLUSTER_DATA, else XDG_DATA_HOME/cluster, else ~/.local/share/cluster.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    public static string Resolve(string? chosen, Func<string, string?> environment)
    {
        string? given = NotEmpty(chosen) ?? NotEmpty(environment("CLUSTER_DATA"));
        if (given is not null)
            return Path.GetFullPath(given);
        string shared = NotEmpty(environment("XDG_DATA_HOME"))
            ?? Path.Combine(NotEmpty(environment("HOME")) ?? Path.GetTempPath(), ".local", "share");
        return Path.Combine(shared, "cluster");
    }

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
