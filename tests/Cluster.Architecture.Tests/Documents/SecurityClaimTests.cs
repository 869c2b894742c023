using System.Text.RegularExpressions;
using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Documents;

public sealed partial class SecurityClaimTests
{
    [Fact]
    public void Every_claim_of_the_threat_model_names_tests_that_exist()
    {
        string[] rows = [.. RepositoryFiles.Read("SECURITY.md").Split('\n').Where(IsClaim)];
        Assert.True(rows.Length > 20, $"only {rows.Length} claims");
        HashSet<string> tests = [.. RepositoryFiles.CSharp().Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(path => Method().Matches(RepositoryFiles.Read(path)).Select(match => match.Groups["name"].Value))];
        Findings.AssertNone(
            "A claim of SECURITY.md names tests, and they exist.",
            rows.SelectMany(row => TestName().Matches(row) is { Count: > 0 } names
                ? names.Select(match => match.Groups["name"].Value).Where(name => !tests.Contains(name))
                : [$"no test: {row}"]));
    }

    // Rows of tables, without headings and the lines below them.
    private static bool IsClaim(string line) =>
        line.StartsWith("| ", StringComparison.Ordinal)
        && !line.StartsWith("| could", StringComparison.Ordinal)
        && !line.StartsWith("| ---", StringComparison.Ordinal);

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (?<name>\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex TestName();
}
