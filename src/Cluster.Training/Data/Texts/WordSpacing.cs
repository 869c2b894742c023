using System.Text;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// Writes words as a text: a single space between two words, but none before <c>. , ; : ! ? % ) ] }</c> and the ellipsis, none behind
/// <c>( [ { # @ $</c>, and none on either side of an apostrophe, a hyphen, a slash or a low line. Quotes stand apart, because a word alone does
/// not tell whether one opens or closes.
/// </summary>
internal static class WordSpacing
{
    private const string NoneBefore = ".,;:!?%)]}\u2026'\u2019-/_";
    private const string NoneBehind = "([{#@$'\u2019-/_";

    /// <summary>Joins words.</summary>
    public static string Join(IEnumerable<string> words)
    {
        var text = new StringBuilder();
        bool apart = false;
        foreach (string word in words)
        {
            if (apart && !IsOneOf(word, NoneBefore)) text.Append(' ');
            text.Append(word);
            apart = !IsOneOf(word, NoneBehind);
        }

        return text.ToString();
    }

    private static bool IsOneOf(string word, string signs) => word.Length == 1 && signs.Contains(word[0], StringComparison.Ordinal);
}
