using System.Globalization;
using System.Text;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// One token for each word. In a plain text, after normalization to NFC, a word is a run of letters, marks and decimal digits; every other
/// scalar value that is no white space is a word alone. Of a list each item is a word as it is.
/// </summary>
/// <param name="lowercase">Whether texts are turned to lower case first.</param>
public sealed class WordTokenizer(bool lowercase) : ITokenizer
{
    /// <inheritdoc/>
    public Vocabulary? Vocabulary => null;

    /// <inheritdoc/>
    public string[] Tokenize(Field text, int most) => text.Items is { } items
        ? [.. items.Take(most).Select(Item)]
        : [.. Split(NormalText.Of(text.Text, lowercase)).Take(most)];

    /// <summary>Words are joined as <see cref="WordSpacing"/> says.</summary>
    /// <inheritdoc/>
    public string Continue(string prompt, IReadOnlyList<int> added, Vocabulary vocabulary) =>
        WordSpacing.Join(Split(NormalText.Of(prompt, lowercase)).Concat(added.Select(id => vocabulary.Tokens[id])));

    private string Item(string item) => item.Length > 0
        ? NormalText.Of(item, lowercase)
        : throw new InvalidDataException("The list has an empty item.");

    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, i);
            if (!IsWordPart(rune))
            {
                if (i > start) yield return text[start..i];
                if (!Rune.IsWhiteSpace(rune)) yield return rune.ToString();
                start = i + rune.Utf16SequenceLength;
            }

            i += rune.Utf16SequenceLength;
        }

        if (start < text.Length) yield return text[start..];
    }

    private static bool IsWordPart(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.NonSpacingMark or
            UnicodeCategory.SpacingCombiningMark or
            UnicodeCategory.EnclosingMark;
}
