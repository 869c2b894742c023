using Cluster.V1;
using Level = Cluster.V1.TokenSpec.Types.Level;

namespace Cluster.Training.Data.Texts;

/// <summary>From a spec to its tokenizer.</summary>
public static class TokenizerTable
{
    private static readonly Dictionary<Level, Func<TokenSpec, IReadOnlyDictionary<string, string>, ITokenizer>> Levels = new()
    {
        // Specs of models from before there were levels.
        [Level.Unspecified] = (tokens, _) => new CharacterTokenizer(tokens.Lowercase),
        [Level.Character] = (tokens, _) => new CharacterTokenizer(tokens.Lowercase),
        [Level.Word] = (tokens, _) => new WordTokenizer(tokens.Lowercase),
        [Level.Subword] = (tokens, files) => SubwordTokenizer.Read(files, tokens.Lowercase),
    };

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="tokens">Says how texts become tokens.</param>
    /// <param name="files">SUBWORD: paths of the tokenizer's files by their names in <see cref="SubwordFiles"/>; else not read.</param>
    /// <exception cref="InvalidDataException">There is no such level, or a file is missing or damaged; the message is for the user.</exception>
    public static ITokenizer Create(TokenSpec tokens, IReadOnlyDictionary<string, string> files) =>
        Levels.TryGetValue(tokens.Level, out Func<TokenSpec, IReadOnlyDictionary<string, string>, ITokenizer>? create)
            ? create(tokens, files)
            : throw new InvalidDataException($"There are no tokens of level {(int)tokens.Level}.");
}
