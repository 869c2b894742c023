using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Files;

public sealed class FileLengthTests
{
    private const int LongestFile = 300;

    [Fact]
    public void No_file_is_longer_than_300_lines()
    {
        IReadOnlyList<string> files = RepositoryFiles.CSharp();
        Assert.NotEmpty(files);
        Findings.AssertNone(
            $"A C# file has at most {LongestFile} lines. Goldens, which a script writes, are the exception: name them *Goldens.cs.",
            files.Where(path => !path.EndsWith("Goldens.cs", StringComparison.Ordinal))
                .Select(path => (Path: path, Lines: RepositoryFiles.Read(path).Split('\n').Length - 1))
                .Where(file => file.Lines > LongestFile)
                .Select(file => $"{file.Path} has {file.Lines} lines."));
    }
}
