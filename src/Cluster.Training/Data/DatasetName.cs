namespace Cluster.Training.Data;

/// <summary>What names of stored datasets may look like.</summary>
public static class DatasetName
{
    /// <summary>The rule, for messages.</summary>
    public const string Rule =
        "must be lower-case letters, digits, dashes, dots and slashes, at most 100, begin and end with a letter or digit, and not begin with builtin/";

    private const int Longest = 100;

    /// <summary>Whether a text may be the name of a stored dataset.</summary>
    /// <param name="name">The text.</param>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= Longest
        && !DatasetCatalog.IsBuiltIn(name)
        && name.All(c => IsPlain(c) || c is '-' or '.' or '/')
        && IsPlain(name[0]) && IsPlain(name[^1])
        && !name.Contains("//", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsPlain(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
