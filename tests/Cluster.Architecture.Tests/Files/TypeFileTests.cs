using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Files;

public sealed class TypeFileTests
{
    [Fact]
    public void Each_file_of_the_product_holds_the_one_type_it_is_named_after()
    {
        IReadOnlyList<string> files = RepositoryFiles.Below("src", "*.cs");
        Assert.NotEmpty(files);
        Findings.AssertNone(
            "A file under src declares one type, and is named after it. Only Program.cs may consist of statements.",
            files.Select(CSharpFile.Read).Where(BreaksTheRule).Select(Describe));
    }

    [Fact]
    public void The_namespace_of_each_file_of_the_product_is_its_folder()
    {
        Findings.AssertNone(
            "The namespace of a file under src is its folder below src, with dots.",
            RepositoryFiles.Below("src", "*.cs").Select(CSharpFile.Read)
                .Where(file => file.Types.Count > 0 && file.Namespace != FolderNamespace(file.Path))
                .Select(file => $"{file.Path} declares {file.Namespace ?? "no namespace"}, not {FolderNamespace(file.Path)}."));
    }

    private static bool BreaksTheRule(CSharpFile file) =>
        file.Types.Count == 0 ? file.Name != "Program" : file.Types.Count > 1 || file.Types[0] != file.Name;

    private static string Describe(CSharpFile file) =>
        $"{file.Path} declares {(file.Types.Count == 0 ? "no type" : string.Join(", ", file.Types))}.";

    // src/Cluster.Training/Data/Vocabulary.cs -> Cluster.Training.Data
    private static string FolderNamespace(string path) => string.Join('.', path.Split('/')[1..^1]);
}
