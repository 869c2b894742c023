using System.Globalization;

namespace Cluster.Training.Data.Vectors;

/// <summary>The tokens of a vocabulary that wait for their vectors. A token is found as it is written, or else in lower case.</summary>
internal sealed class VectorSearch
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _lowered = new(StringComparer.Ordinal);
    private readonly bool[] _exact;

    /// <summary>Waits for all tokens but padding and unknown.</summary>
    public VectorSearch(Vocabulary vocabulary)
    {
        Rows = new float[vocabulary.Size][];
        _exact = new bool[vocabulary.Size];
        for (int id = vocabulary.FirstToken; id < vocabulary.Size; id++)
        {
            string token = vocabulary.Tokens[id], lower = token.ToLower(CultureInfo.InvariantCulture);
            _ids.Add(token, id);
            if (lower == token) continue;
            if (!_lowered.TryGetValue(lower, out List<int>? ids)) _lowered.Add(lower, ids = []);
            ids.Add(id);
        }
    }

    /// <summary>For each token id its vector; null for tokens that were not found.</summary>
    public float[]?[] Rows { get; }

    /// <summary>Keeps the vector of a line if a token waits for it. Of several vectors of one word the first one counts.</summary>
    /// <param name="word">The word, decoded.</param>
    /// <param name="line">Its line.</param>
    /// <param name="size">Numbers in the vector.</param>
    /// <exception cref="InvalidDataException">The vector is asked for and holds no finite numbers.</exception>
    public void Offer(ReadOnlySpan<char> word, VectorLine line, int size)
    {
        if (_ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out int id) && !_exact[id])
        {
            Rows[id] = line.Numbers(size);
            _exact[id] = true;
        }

        if (!_lowered.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out List<int>? others)) return;
        foreach (int other in others) Rows[other] ??= line.Numbers(size);
    }
}
