namespace Cluster.Benchmarks.Processes;

/// <summary>Where the programs are that this one starts: those of the same build.</summary>
internal static class Programs
{
    /// <summary>This program.</summary>
    public static string Own { get; } = Environment.ProcessPath!;

    /// <summary>The silo.</summary>
    public static string Silo { get; } = Sibling("Cluster.Silo", "Cluster.Silo");

    /// <summary>The command line.</summary>
    public static string Client { get; } = Sibling("Cluster.Client", "cluster");

    // artifacts/bin/PROJECT/CONFIGURATION/PROGRAM
    private static string Sibling(string project, string program)
    {
        DirectoryInfo configuration = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, program);
    }
}
