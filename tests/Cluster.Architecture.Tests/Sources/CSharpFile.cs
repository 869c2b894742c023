using System.Text.RegularExpressions;

namespace Cluster.Architecture.Tests.Sources;

/// <summary>What a C# file declares at its outermost level. Relies on file-scoped namespaces, which the build enforces:
/// a declaration that starts in the first column is not nested.</summary>
internal sealed partial class CSharpFile(string path, string text)
{
    /// <summary>Path relative to the repository with forward slashes.</summary>
    public string Path { get; } = path;

    /// <summary>The content.</summary>
    public string Text { get; } = text;

    /// <summary>The declared namespace; null if there is none.</summary>
    public string? Namespace { get; } = NamespaceDeclaration().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>Names of the types that are not nested in another, without type parameters, each once.</summary>
    public IReadOnlyList<string> Types { get; } =
        TypeDeclaration().Matches(text).Select(match => match.Groups["name"].Value).Distinct().ToList();

    /// <summary>The file's name up to its first dot: <c>Worker</c> for <c>Worker.Log.cs</c>.</summary>
    public string Name => System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>Reads a file of the repository.</summary>
    public static CSharpFile Read(string path) => new(path, RepositoryFiles.Read(path));

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(
        @"^(?:\[[^\n]*\]\s*)?(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)+" +
        @"(?:(?:class|struct|interface|enum|record\s+struct|record\s+class|record)\s+(?<name>\w+)|delegate\s[^;(]*?(?<name>\w+)\s*(?:<[^>]*>)?\s*\()",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
