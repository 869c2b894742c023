using Cluster.V1;

namespace Cluster.Training.Tests.Data.Files;

/// <summary>Real files beside the repository; they do not belong to it, so a test that wants one skips where it is missing.</summary>
internal static class SharedData
{
    public static DatasetFile Add(StoredFiles files, string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cluster.sln"))) folder = folder.Parent;
        string path = Path.Combine(folder?.Parent?.FullName ?? "", "shared", "data", name);
        Assert.SkipUnless(File.Exists(path), $"The file {path} is not there; it is no part of the repository.");
        return files.Add(name, File.ReadAllBytes(path));
    }
}
