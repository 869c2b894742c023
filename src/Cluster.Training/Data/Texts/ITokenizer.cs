namespace Cluster.Training.Data.Texts;

/// <summary>
/// Cuts texts into tokens, and goes on with texts token by token. Training and inference use the same one, made by
/// <see cref="TokenizerTable"/>.
/// </summary>
public interface ITokenizer
{
    /// <summary>The tokens that the tokenizer itself brings; null if they are counted in the training texts.</summary>
    Vocabulary? Vocabulary { get; }

    /// <summary>Returns the tokens of a text.</summary>
    /// <param name="text">The text; a list is read as the level says.</param>
    /// <param name="most">Most tokens; the rest is cut off. At least 1.</param>
    /// <returns>The tokens; none for an empty text, and above the level of characters for one of spaces.</returns>
    /// <exception cref="InvalidDataException">The text is not valid Unicode.</exception>
    string[] Tokenize(Field text, int most);

    /// <summary>Returns the ids of a text's tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most tokens; the rest is cut off. At least 1.</param>
    /// <param name="vocabulary">The tokens that are known: those of the training texts, or the tokenizer's own.</param>
    /// <exception cref="InvalidDataException">The text is not valid Unicode, or a closed vocabulary lacks one of its tokens.</exception>
    int[] Encode(Field text, int most, Vocabulary vocabulary) => Array.ConvertAll(Tokenize(text, most), vocabulary.IdOf);

    /// <summary>Writes on from a text. The text comes back as its tokens tell, so its spaces may change.</summary>
    /// <param name="prompt">The text so far; may be empty.</param>
    /// <param name="added">Ids of the tokens behind it.</param>
    /// <param name="vocabulary">The tokens by id.</param>
    /// <returns>The text and what was added.</returns>
    /// <exception cref="InvalidDataException">The prompt is not valid Unicode.</exception>
    string Continue(string prompt, IReadOnlyList<int> added, Vocabulary vocabulary);
}
