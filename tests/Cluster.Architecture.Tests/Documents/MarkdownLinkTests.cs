using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Documents;

public sealed class MarkdownLinkTests
{
    [Fact]
    public void Links_between_our_documents_lead_somewhere()
    {
        IReadOnlyList<string> documents = RepositoryFiles.Below("", "*.md");
        Assert.Contains("README.md", documents);
        Findings.AssertNone("A relative link names a file or a heading that exists.", documents.SelectMany(DeadLinks));
    }

    [Fact]
    public void Links_and_headings_are_read_and_code_is_not()
    {
        const string text = """
            # One request, file by file

            See [the walk](docs/walk.md#first-step "title"), ![a picture](a.png) and `[code](no.md)`.

            ```
            [fenced](no.md)
            ```

            [note]: notes.md
            """;
        MarkdownFile file = new(text);
        Assert.Equal(["docs/walk.md#first-step", "a.png", "notes.md"], file.Links);
        Assert.Equal(["one-request-file-by-file"], file.Anchors);
    }

    private static IEnumerable<string> DeadLinks(string document) =>
        new MarkdownFile(RepositoryFiles.Read(document)).Links
            .Where(link => !IsElsewhere(link) && !LeadsSomewhere(document, link))
            .Select(link => $"{document}: {link}");

    private static bool IsElsewhere(string link) =>
        link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith("http://", StringComparison.Ordinal)
        || link.StartsWith("mailto:", StringComparison.Ordinal);

    private static bool LeadsSomewhere(string document, string link)
    {
        string[] parts = link.Split('#', 2);
        string folder = Path.GetDirectoryName(document) ?? "";
        string target = parts[0].Length == 0 ? document : Path.Combine(folder, Uri.UnescapeDataString(parts[0]));
        string path = Path.Combine(RepositoryFiles.Root, target);
        if (parts.Length == 1)
            return Path.Exists(path);
        return File.Exists(path) && new MarkdownFile(File.ReadAllText(path)).Anchors.Contains(parts[1]);
    }
}
