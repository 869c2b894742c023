using Cluster.Client.Errors;

namespace Cluster.Client.Silos;

/// <summary>Finds the program that is a silo.</summary>
public static class SiloExecutable
{
    private const string Name = "Cluster.Silo";

    /// <summary>Returns its path.</summary>
    /// <param name="chosen">What the user chose by CLUSTER_SILO; null to look beside this program, then in the sibling build output.</param>
    /// <param name="baseDirectory">The folder of this program.</param>
    /// <exception cref="ClusterException">Usage: it is not where it should be.</exception>
    public static string Find(string? chosen, string baseDirectory)
    {
        if (!string.IsNullOrWhiteSpace(chosen))
            return File.Exists(chosen)
                ? Path.GetFullPath(chosen)
                : throw new ClusterException(ErrorKind.Usage, $"CLUSTER_SILO names {chosen}, which does not exist.");
        // Build output: artifacts/bin/Cluster.Client/<configuration>/ and artifacts/bin/Cluster.Silo/<configuration>/.
        DirectoryInfo here = new(Path.TrimEndingDirectorySeparator(baseDirectory));
        string beside = Path.Combine(here.FullName, "silo", Name);
        string sibling = Path.Combine(here.Parent?.Parent?.FullName ?? here.FullName, Name, here.Name, Name);
        return File.Exists(beside) ? beside
            : File.Exists(sibling) ? sibling
            : throw new ClusterException(
                ErrorKind.Usage, $"The silo's program is neither {beside} nor {sibling}; build it, or name it by CLUSTER_SILO.");
    }
}
