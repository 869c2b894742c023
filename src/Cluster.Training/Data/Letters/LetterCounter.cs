using System.Text;

namespace Cluster.Training.Data.Letters;

/// <summary>Counts the letters of training words, to make the vocabulary of a character encoder. A letter is a Unicode scalar value.</summary>
/// <param name="maxLength">Letters of a word that are read.</param>
internal sealed class LetterCounter(int maxLength)
{
    private readonly Dictionary<Rune, long> _counts = [];

    /// <summary>Counts the letters of a word, as it is written.</summary>
    public void Add(string word)
    {
        foreach (Rune letter in word.EnumerateRunes().Take(maxLength)) _counts[letter] = _counts.GetValueOrDefault(letter) + 1;
    }

    /// <summary>The letters, most frequent first; equally frequent ones in ordinal order.</summary>
    public Vocabulary ToVocabulary() => new(_counts
        .Select(pair => (Letter: pair.Key.ToString(), Count: pair.Value))
        .OrderByDescending(pair => pair.Count)
        .ThenBy(pair => pair.Letter, StringComparer.Ordinal)
        .Select(pair => pair.Letter));
}
