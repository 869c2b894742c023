using System.Xml.Linq;
using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Packages;

public sealed class PackageVersionTests
{
    private const string VersionsFile = "Directory.Packages.props";

    // Packages that never had a release that is not a pre-release.
    private static readonly string[] AlwaysBeta = ["OpenTelemetry.Exporter.Prometheus.AspNetCore"];

    [Fact]
    public void Package_versions_stand_in_one_file_only()
    {
        IReadOnlyList<string> files =
            [.. RepositoryFiles.Below("", "*.csproj"), .. RepositoryFiles.Below("", "*.props"), .. RepositoryFiles.Below("", "*.targets")];
        Assert.Contains(VersionsFile, files);
        Findings.AssertNone(
            $"Versions of packages stand in {VersionsFile}, nowhere else.",
            files.Where(path => path != VersionsFile).SelectMany(VersionsIn));
    }

    [Fact]
    public void Package_versions_are_exact()
    {
        List<XElement> versions = Elements(VersionsFile, "PackageVersion").ToList();
        Assert.NotEmpty(versions);
        Findings.AssertNone(
            "A package version is one version: no range, no wildcard, no pre-release.",
            versions.Where(version => !AlwaysBeta.Contains(version.Attribute("Include")?.Value) && !Version.TryParse(version.Attribute("Version")?.Value, out _)).Select(version => version.ToString()));
    }

    private static IEnumerable<string> VersionsIn(string path) =>
        Elements(path, "PackageReference")
            .Where(element => element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null
                || element.Element("Version") is not null || element.Element("VersionOverride") is not null)
            .Concat(Elements(path, "PackageVersion"))
            .Select(element => $"{path}: {element.Attribute("Include")?.Value}");

    private static IEnumerable<XElement> Elements(string path, string name) =>
        XDocument.Parse(RepositoryFiles.Read(path)).Descendants(name);
}
