namespace Cluster.Training.Data;

/// <summary>Sequences padded at the end to a common length, ready for a replica.</summary>
/// <param name="Tokens">Token ids, <c>[B, T]</c> row by row; 0 on padding.</param>
/// <param name="Lengths">Valid steps of each sequence, <c>[B]</c>, each 1 to T.</param>
/// <param name="Labels">Class of each sequence, <c>[B]</c>.</param>
/// <param name="Time">T, the padded length.</param>
/// <param name="DropoutKey">Key of the batch's dropout masks, made from seed, step and shard.</param>
public sealed record SequenceBatch(int[] Tokens, int[] Lengths, int[] Labels, int Time, ulong DropoutKey)
{
    /// <summary>B, the number of sequences.</summary>
    public int Count => Lengths.Length;

    /// <summary>Pads some examples of a split to the longest one.</summary>
    /// <param name="split">The split.</param>
    /// <param name="examples">Indexes into the split, in the order of the rows; at least one.</param>
    /// <param name="dropoutKey">Key of the batch's dropout masks.</param>
    public static SequenceBatch Of(EncodedSplit split, IReadOnlyList<int> examples, ulong dropoutKey)
    {
        int[] lengths = [.. examples.Select(example => split.Sequences[example].Length)];
        int time = lengths.Max();
        // Padding has id 0, so the rest of a row needs no writing.
        int[] tokens = new int[checked(examples.Count * time)];
        for (int row = 0; row < examples.Count; row++) split.Sequences[examples[row]].CopyTo(tokens, row * time);
        return new SequenceBatch(tokens, lengths, [.. examples.Select(example => split.Labels[example])], time, dropoutKey);
    }
}
