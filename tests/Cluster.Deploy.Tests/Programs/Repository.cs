namespace Cluster.Deploy.Tests.Programs;

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>A path in the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Cluster.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
