using System.Text.RegularExpressions;
using Cluster.Deploy.Tests.Programs;

namespace Cluster.Deploy.Tests.Settings;

/// <summary>A line of a manifest or of a document, or a piece of it, that someone may copy.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Text">What stands there.</param>
/// <param name="IsBlock">Whether it stands in a block of code.</param>
internal sealed partial record DocumentLine(string Place, string Text, bool IsBlock)
{
    private static readonly string[] Folders = ["deploy", "docs", "examples"], Pages = ["README.md", "SECURITY.md", "CONTRIBUTING.md"];

    /// <summary>Lines of all manifests and documents.</summary>
    public static IReadOnlyList<DocumentLine> All { get; } =
    [
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".md" or ".yaml" or "" or ".sh").Concat(Pages.Select(page => Repository.PathOf(page))).SelectMany(Read),
    ];

    /// <summary>Code in sentences, between backticks.</summary>
    public static IEnumerable<DocumentLine> Codes =>
        All.Where(line => !line.IsBlock).SelectMany(line => Code().Matches(line.Text).Select(code => line with { Text = code.Groups["code"].Value }));

    /// <summary>Arguments of a program wherever it is called, after variables that are set for it and up to where the shell takes over.</summary>
    public static IEnumerable<DocumentLine> CallsOf(string program) =>
        from line in All.Where(line => line.IsBlock).Concat(Codes)
        let call = Call().Match(line.Text)
        where call.Success && call.Groups["program"].Value == program
        select line with { Text = call.Groups["arguments"].Value.Trim() };

    private static IEnumerable<DocumentLine> Read(string file)
    {
        bool isBlock = false;
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            bool isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (isFence) isBlock = line.Trim() == "```sh";
            else yield return new DocumentLine($"{Path.GetRelativePath(Repository.PathOf(), file)}:{number}", line, isBlock);
        }
    }

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\s*(?:[A-Za-z_]+=\S+ )*(?<program>\S+)(?<arguments>(?: [^>&|#;]*)?)")]
    private static partial Regex Call();
}
