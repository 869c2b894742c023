namespace Cluster.EndToEnd.Tests.Programs;

/// <summary>Finds what is tested: the programs that were built with these tests, and the examples.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>The cluster command.</summary>
    public static string ClusterProgram => Program("Cluster.Client", "cluster");

    /// <summary>The silo.</summary>
    public static string SiloProgram => Program("Cluster.Silo", "Cluster.Silo");

    /// <summary>The spec most tests train.</summary>
    public static string LanguageId => Path.Combine(Root, "examples", "language-id.yaml");

    // All projects are built for the configuration of these tests: artifacts/bin/<project>/<configuration>/.
    private static string Program(string project, string name)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string path = Path.Combine(Root, "artifacts", "bin", project, configuration, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built.", path);
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Cluster.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
