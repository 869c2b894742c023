namespace Cluster.Training.Data;

/// <summary>Sequences padded at the end to a common length, ready for a replica.</summary>
/// <param name="Time">T, the padded length.</param>
/// <param name="Lengths">Valid steps of each sequence, <c>[B]</c>, each 1 to T.</param>
/// <param name="Tokens">Token ids, <c>[B, T]</c> row by row; 0 on padding. Null for sequences of numbers.</param>
/// <param name="Features">Numbers, <c>[B, T, F]</c> row by row; 0 on padding. Null for sequences of tokens.</param>
/// <param name="Targets">What the network should give.</param>
/// <param name="DropoutKey">Key of the batch's dropout masks, made from seed, step and shard.</param>
public sealed record SequenceBatch(int Time, int[] Lengths, int[]? Tokens, float[]? Features, BatchTargets Targets, ulong DropoutKey)
{
    /// <summary>Letters of the tokens; null if no network reads letters.</summary>
    public BatchLetters? Letters { get; init; }

    /// <summary>B, the number of sequences.</summary>
    public int Count => Lengths.Length;

    /// <summary>Which examples of the split these are: see <see cref="ExampleLedger"/>.</summary>
    public ulong Ledger { get; init; }

    /// <summary>Pads some examples of a split to the longest one.</summary>
    /// <param name="split">The split.</param>
    /// <param name="examples">Indexes into the split, in the order of the rows; at least one.</param>
    /// <param name="dropoutKey">Key of the batch's dropout masks.</param>
    public static SequenceBatch Of(EncodedSplit split, IReadOnlyList<int> examples, ulong dropoutKey)
    {
        EncodedExample[] rows = [.. examples.Select(example => split.Examples[example])];
        int[] lengths = Array.ConvertAll(rows, row => row.Length);
        int time = lengths.Max();
        return new SequenceBatch(
            time,
            lengths,
            split.Shape.Features == 0 ? Pad(rows, row => row.Tokens!, time, padding: 0) : null,
            split.Shape.Features == 0 ? null : Pad(rows, row => row.Features!, time * split.Shape.Features, padding: 0f),
            PadTargets(split.Shape, rows),
            dropoutKey)
        {
            Letters = split.Shape.CharacterVocabularySize > 0 ? BatchLetters.Of(rows, time) : null,
            Ledger = ExampleLedger.Of(examples),
        };
    }

    private static BatchTargets PadTargets(DataShape shape, EncodedExample[] rows)
    {
        int width = shape.Target == TargetKind.Class ? 1 : shape.Outputs;
        int[] lengths = Array.ConvertAll(rows, row => BatchTargets.CountOf(row) / width);
        int time = lengths.Max();
        return new BatchTargets(
            shape.TargetPerStep ? time : 0,
            lengths,
            shape.Target == TargetKind.Class ? Pad(rows, row => row.Classes!, time, padding: -1) : null,
            shape.Target == TargetKind.Values ? Pad(rows, row => row.Values!, time * width, padding: 0f) : null);
    }

    private static T[] Pad<T>(EncodedExample[] rows, Func<EncodedExample, T[]> values, int width, T padding)
    {
        var padded = new T[checked(rows.Length * width)];
        Array.Fill(padded, padding);
        for (int row = 0; row < rows.Length; row++) values(rows[row]).CopyTo(padded, row * width);
        return padded;
    }
}
