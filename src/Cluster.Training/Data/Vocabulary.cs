namespace Cluster.Training.Data;

/// <summary>The tokens a network knows. Id 0 is padding, id 1 stands for every unknown token.</summary>
public sealed class Vocabulary
{
    /// <summary>Id of padding.</summary>
    public const int Padding = 0;

    /// <summary>Id of every token that is not in the vocabulary.</summary>
    public const int Unknown = 1;

    private readonly Dictionary<string, int> _ids;

    /// <summary>Creates a vocabulary from tokens in id order.</summary>
    /// <param name="tokens">Tokens from id 2 on, without padding and unknown; no token twice.</param>
    public Vocabulary(IEnumerable<string> tokens)
    {
        Tokens = ["[PAD]", "[UNK]", .. tokens];
        _ids = new Dictionary<string, int>(Tokens.Count, StringComparer.Ordinal);
        for (int id = 0; id < Tokens.Count; id++) _ids.Add(Tokens[id], id);
    }

    /// <summary>All tokens by id, padding and unknown first.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>Number of ids.</summary>
    public int Size => Tokens.Count;

    /// <summary>Returns a token's id, or <see cref="Unknown"/>.</summary>
    /// <param name="token">The token.</param>
    public int IdOf(string token) => _ids.GetValueOrDefault(token, Unknown);
}
