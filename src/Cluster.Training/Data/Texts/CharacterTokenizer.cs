namespace Cluster.Training.Data.Texts;

/// <summary>One token for each Unicode scalar value, after normalization to NFC. Of a list the items are joined by single spaces.</summary>
/// <param name="lowercase">Whether texts are turned to lower case first.</param>
public sealed class CharacterTokenizer(bool lowercase) : ITokenizer
{
    /// <inheritdoc/>
    public Vocabulary? Vocabulary => null;

    /// <inheritdoc/>
    public string[] Tokenize(Field text, int most) =>
        [.. NormalText.Of(text.Text, lowercase).EnumerateRunes().Take(most).Select(rune => rune.ToString())];

    /// <inheritdoc/>
    public string Continue(string prompt, IReadOnlyList<int> added, Vocabulary vocabulary) =>
        NormalText.Of(prompt, lowercase) + string.Concat(added.Select(id => vocabulary.Tokens[id]));
}
