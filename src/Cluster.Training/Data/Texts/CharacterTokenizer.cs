using System.Text;

namespace Cluster.Training.Data.Texts;

/// <summary>Cuts a text into tokens: one for each Unicode scalar value, after normalization to NFC.</summary>
/// <param name="maxLength">Most tokens of a text; the rest is cut off. At least 1.</param>
public sealed class CharacterTokenizer(int maxLength)
{
    /// <summary>Returns the tokens of a text, at most <c>maxLength</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidDataException">The text holds half of a surrogate pair.</exception>
    public string[] Tokenize(string text)
    {
        try
        {
            return [.. text.Normalize(NormalizationForm.FormC).EnumerateRunes().Take(maxLength).Select(rune => rune.ToString())];
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException("The text is not valid Unicode: it holds half of a surrogate pair.");
        }
    }

    /// <summary>Returns the token ids of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">The tokens that are known; others become <see cref="Vocabulary.Unknown"/>.</param>
    /// <exception cref="InvalidDataException">The text is empty or not valid Unicode.</exception>
    public int[] Encode(string text, Vocabulary vocabulary)
    {
        if (text.Length == 0) throw new InvalidDataException("The text is empty.");
        return Array.ConvertAll(Tokenize(text), vocabulary.IdOf);
    }
}
