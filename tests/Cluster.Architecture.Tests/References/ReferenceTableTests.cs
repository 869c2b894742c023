using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.References;

public sealed class ReferenceTableTests
{
    public static TheoryData<string> Projects => [.. ReferenceTable.Rules.Select(rule => rule.Project)];

    [Fact]
    public void The_table_has_a_row_for_each_project() =>
        Assert.Equal(
            RepositoryFiles.Below("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path)),
            ReferenceTable.Rules.Select(rule => rule.Project).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_the_projects_of_its_row(string project) =>
        Assert.Equal(ReferenceTable.Of(project).Projects, ProjectFile.Read(project).Projects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_asks_for_no_forbidden_library(string project) =>
        AssertKnowsNone(project, ProjectFile.Read(project).Libraries);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_compiled_project_uses_no_forbidden_library(string project) =>
        AssertKnowsNone(project, CompiledAssembly.Read(project).References);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_compiled_project_uses_only_the_projects_of_its_row(string project) =>
        Findings.AssertNone(
            $"{project} may know {(ReferenceTable.Of(project).Projects is { Count: > 0 } known ? string.Join(", ", known) : "no other project")}.",
            CompiledAssembly.Read(project).References
                .Where(name => name.StartsWith("Cluster.", StringComparison.OrdinalIgnoreCase))
                .Except(ReferenceTable.Of(project).Projects)
                .Select(name => $"It uses {name}."));

    [Fact]
    public void A_project_that_is_only_built_before_is_not_referenced()
    {
        ProjectFile file = new("Cluster.Client", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Grpc.Tools" PrivateAssets="all" />
                <PackageReference Include="Google.Protobuf" />
                <ProjectReference Include="../Cluster.Silo/Cluster.Silo.csproj" ReferenceOutputAssembly="false" />
                <ProjectReference Include="../Cluster.Training/Cluster.Training.csproj" />
              </ItemGroup>
            </Project>
            """);
        Assert.Equal(["Cluster.Training"], file.Projects);
        Assert.Equal(["Google.Protobuf", "Microsoft.NET.Sdk"], file.Libraries);
    }

    private static void AssertKnowsNone(string project, IReadOnlyList<string> names)
    {
        IReadOnlyList<Technology> forbidden = ReferenceTable.Of(project).Forbidden;
        Findings.AssertNone(
            $"{project} must not know {string.Join(", ", forbidden.Select(technology => technology.Name))}.",
            from name in names
            from technology in forbidden
            where technology.Owns(name)
            select $"It uses {name}, which is {technology.Name}.");
    }
}
