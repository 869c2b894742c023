using System.Text.RegularExpressions;

namespace Cluster.Architecture.Tests.Documents;

/// <summary>Links and headings of a Markdown text; what stands in code is neither.</summary>
internal sealed partial class MarkdownFile
{
    /// <summary>Reads a text.</summary>
    public MarkdownFile(string text)
    {
        string prose = Fence().Replace(text.ReplaceLineEndings("\n"), "");
        Anchors = Heading().Matches(prose).Select(match => Anchor(match.Groups["title"].Value)).ToHashSet();
        prose = InlineCode().Replace(prose, "");
        Links = Link().Matches(prose).Select(match => match.Groups["target"].Value).ToList();
    }

    /// <summary>Targets of all links, as written.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>What a link may name after <c>#</c>: one for each heading.</summary>
    public IReadOnlySet<string> Anchors { get; }

    // As code hosts make them: lower case, punctuation dropped, spaces to dashes.
    private static string Anchor(string title) =>
        NotInAnchor().Replace(title.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^ {0,3}(?<fence>```+|~~~+)[\s\S]*?^ {0,3}\k<fence>", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^#{1,6}\s+(?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[[^\]]*\]\(\s*<?(?<target>[^)\s>]+)>?(?:\s+""[^""]*"")?\s*\)|^\[[^\]]+\]:\s*(?<target>\S+)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N}_\- ]")]
    private static partial Regex NotInAnchor();
}
