namespace Cluster.Architecture.Tests.Sources;

/// <summary>The files of the repository these tests were built in, without what builds and package managers write.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Generated = ["artifacts", "bin", "obj", "node_modules", "TestResults"];

    /// <summary>The folder that holds Cluster.sln.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Files below a folder of the repository; none if the folder does not exist.</summary>
    /// <param name="folder">Folder relative to the root; empty for the whole repository.</param>
    /// <param name="pattern">Pattern of file names, such as <c>*.cs</c>.</param>
    /// <returns>Paths relative to the root with forward slashes, in ordinal order.</returns>
    public static IReadOnlyList<string> Below(string folder, string pattern)
    {
        string start = Path.Combine(Root, folder);
        if (!Directory.Exists(start))
            return [];
        return Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
            .Select(Relative)
            .Where(IsSource)
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>All C# files we write: the product, its tests and its benchmarks.</summary>
    public static IReadOnlyList<string> CSharp() =>
        [.. Below("src", "*.cs"), .. Below("tests", "*.cs"), .. Below("bench", "*.cs")];

    /// <summary>The content of a file given by its path relative to the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static bool IsSource(string path) =>
        !path.Split('/').Any(part => Generated.Contains(part) || part == ".git" || part == ".cluster");

    private static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cluster.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {start} holds Cluster.sln.");
    }
}
