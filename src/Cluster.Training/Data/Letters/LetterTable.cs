
namespace Cluster.Training.Data.Letters;

/// <summary>The letters of words as ids. Equal words share one array. Not for several threads at once.</summary>
/// <param name="characters">The letters that are known; others become <see cref="Vocabulary.Unknown"/>.</param>
/// <param name="maxLength">Letters of a word that are read.</param>
internal sealed class LetterTable(Vocabulary characters, int maxLength)
{
    private readonly Dictionary<string, int[]> _known = new(StringComparer.Ordinal);

    /// <summary>Ids of the letters of each word.</summary>
    public int[][] OfAll(string[] words) => Array.ConvertAll(words, Of);

    /// <summary>Ids of a word's letters, at least one. The word is as it is written, before case folding.</summary>
    public int[] Of(string word)
    {
        if (_known.TryGetValue(word, out int[]? letters)) return letters;
        letters = [.. word.EnumerateRunes().Take(maxLength).Select(letter => characters.IdOf(letter.ToString()))];
        if (letters.Length == 0) letters = [Vocabulary.Unknown];
        _known.Add(word, letters);
        return letters;
    }
}
