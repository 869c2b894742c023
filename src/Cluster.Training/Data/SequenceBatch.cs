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
}
