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
    public static string LanguageId => Example("language-id");

    /// <summary>A spec of the examples.</summary>
    public static string Example(string name) => Path.Combine(Root, "examples", name + ".yaml");

    /// <summary>A file or folder of the repository.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>The folder of real files beside the repository, which does not belong to it and may be missing.</summary>
    public static string SharedData => Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

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
