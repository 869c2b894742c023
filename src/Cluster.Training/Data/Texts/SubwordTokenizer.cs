using Microsoft.ML.Tokenizers;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// Pieces of words as a tokenizer of the user's cuts them; ids are the tokenizer's own. Nothing is put before or behind a text. Of a list the
/// items are joined by single spaces.
/// </summary>
public sealed class SubwordTokenizer : ITokenizer
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _lowercase;

    private SubwordTokenizer(Tokenizer tokenizer, Vocabulary vocabulary, bool lowercase)
    {
        _tokenizer = tokenizer;
        _lowercase = lowercase;
        Vocabulary = vocabulary;
    }

    /// <inheritdoc/>
    public Vocabulary? Vocabulary { get; }

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="files">Paths of its files by their names in <see cref="SubwordFiles"/>.</param>
    /// <param name="lowercase">Whether texts are turned to lower case first; WordPiece then drops accents too, as uncased BERT models do.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message is for the user.</exception>
    public static SubwordTokenizer Read(IReadOnlyDictionary<string, string> files, bool lowercase)
    {
        (Tokenizer tokenizer, Vocabulary vocabulary) = SubwordReader.Read(files, lowercase);
        return new SubwordTokenizer(tokenizer, vocabulary, lowercase);
    }

    /// <inheritdoc/>
    public string[] Tokenize(Field text, int most) => Array.ConvertAll(Ids(text.Text, most), id => Vocabulary!.Tokens[id]);

    /// <inheritdoc/>
    public int[] Encode(Field text, int most, Vocabulary vocabulary) => Ids(text.Text, most);

    /// <summary>The prompt stays as it is; what is added is what the tokenizer makes of all tokens, behind what it makes of the prompt's alone.</summary>
    /// <inheritdoc/>
    public string Continue(string prompt, IReadOnlyList<int> added, Vocabulary vocabulary)
    {
        int[] known = Ids(prompt, int.MaxValue);
        string before = Decode(known), all = Decode([.. known, .. added]);
        return prompt + (all.StartsWith(before, StringComparison.Ordinal) ? all[before.Length..] : Decode(added));
    }

    private int[] Ids(string text, int most)
    {
        string normal = NormalText.Of(text, _lowercase);
        IReadOnlyList<int> ids = _tokenizer is BertTokenizer bert ? bert.EncodeToIds(normal, addSpecialTokens: false) : _tokenizer.EncodeToIds(normal);
        return [.. ids.Take(most)];
    }

    private string Decode(IEnumerable<int> ids) => _tokenizer.Decode(ids) ?? "";
}
