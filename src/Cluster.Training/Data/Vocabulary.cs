namespace Cluster.Training.Data;

/// <summary>The tokens a network knows, by id.</summary>
public sealed class Vocabulary
{
    /// <summary>Id of padding in an open vocabulary; batches are padded with 0 in any case.</summary>
    public const int Padding = 0;

    /// <summary>In an open vocabulary the id of every token that it does not hold.</summary>
    public const int Unknown = 1;

    /// <summary>Token before the first one and after the last one of a text that a language model learns from.</summary>
    public const string End = "[END]";

    private static readonly string[] Special = ["[PAD]", "[UNK]"];

    private static readonly string[] Foreign = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]", "<s>", "</s>", "<mask>"];

    private readonly Dictionary<string, int> _ids;

    /// <summary>Creates an open vocabulary: id 0 is padding, id 1 stands for every unknown token.</summary>
    /// <param name="tokens">Tokens from id 2 on, without padding and unknown; no token twice.</param>
    public Vocabulary(IEnumerable<string> tokens)
        : this([.. Special, .. tokens], isOpen: true)
    {
    }

    private Vocabulary(string[] tokens, bool isOpen)
    {
        Tokens = tokens;
        IsOpen = isOpen;
        _ids = new Dictionary<string, int>(Tokens.Count, StringComparer.Ordinal);
        for (int id = 0; id < Tokens.Count; id++) _ids.Add(Tokens[id], id);
    }

    /// <summary>The vocabulary of data without tokens.</summary>
    public static Vocabulary None { get; } = Closed([]);

    /// <summary>All tokens by id, padding and unknown first if there are such.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>Whether there is an id for unknown tokens.</summary>
    public bool IsOpen { get; }

    /// <summary>Id of the first token that is neither padding nor unknown.</summary>
    public int FirstToken => IsOpen ? Special.Length : 0;

    /// <summary>Number of ids.</summary>
    public int Size => Tokens.Count;

    /// <summary>Creates a vocabulary of exactly these tokens: any other is an error.</summary>
    /// <param name="tokens">Tokens from id 0 on; no token twice.</param>
    public static Vocabulary Closed(IEnumerable<string> tokens) => new([.. tokens], isOpen: false);

    /// <summary>Creates the vocabulary of a list of all tokens, open if padding and unknown stand first.</summary>
    /// <param name="tokens">Tokens from id 0 on.</param>
    /// <exception cref="InvalidDataException">A token comes twice.</exception>
    public static Vocabulary Of(string[] tokens) => tokens.Distinct(StringComparer.Ordinal).Count() == tokens.Length
        ? new Vocabulary(tokens, isOpen: tokens.AsSpan().StartsWith(Special))
        : throw new InvalidDataException("A token comes twice.");

    /// <summary>Ids that stand for no text and are never written: padding and unknown, under the names that tokenizers give them.</summary>
    public IReadOnlyCollection<int> Wordless => IsOpen ? [Padding, Unknown] : [.. Special.Concat(Foreign).Where(_ids.ContainsKey).Select(IdOf)];

    /// <summary>Returns a vocabulary with more tokens behind the last one.</summary>
    /// <param name="tokens">Tokens that it does not hold yet; others are left out.</param>
    public Vocabulary With(params IEnumerable<string> tokens) => new([.. Tokens, .. tokens.Where(token => !_ids.ContainsKey(token))], IsOpen);

    /// <summary>Returns a token's id; <see cref="Unknown"/> if an open vocabulary does not hold it.</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="InvalidDataException">A closed vocabulary does not hold the token.</exception>
    public int IdOf(string token) => _ids.TryGetValue(token, out int id) ? id
        : IsOpen ? Unknown
        : throw new InvalidDataException($"There is no token '{token}'; there are {string.Join(", ", Tokens)}.");
}
