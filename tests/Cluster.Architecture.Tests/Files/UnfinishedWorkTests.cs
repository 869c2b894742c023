using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Files;

public sealed class UnfinishedWorkTests
{
    // Joined here, so that this file does not find itself.
    private static readonly string[] Marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"];
    private static readonly string[] Patterns = ["*.cs", "*.proto", "*.csproj", "*.props", "*.targets", "*.yaml", "*.yml", "*.sh", "*.py"];

    [Fact]
    public void No_file_marks_work_that_is_left() =>
        Findings.AssertNone(
            $"What is left belongs into an issue, not into a file; {string.Join(", ", Marks)} are not written.",
            Patterns.SelectMany(pattern => RepositoryFiles.Below("", pattern)).SelectMany(MarkedLines));

    private static IEnumerable<string> MarkedLines(string path) =>
        RepositoryFiles.Read(path).Split('\n')
            .Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => Marks.Any(mark => line.Text.Contains(mark, StringComparison.Ordinal)))
            .Select(line => $"{path}:{line.Number}: {line.Text}");
}
