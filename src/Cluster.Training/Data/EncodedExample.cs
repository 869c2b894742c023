namespace Cluster.Training.Data;

/// <summary>One example as numbers.</summary>
/// <param name="Length">T, steps of the sequence; at least 1.</param>
/// <param name="Tokens">Token ids, <c>[T]</c>; null for sequences of numbers.</param>
/// <param name="Features">Numbers, <c>[T, F]</c> row by row; null for sequences of tokens.</param>
/// <param name="Classes">Class of the sequence, <c>[1]</c>, or of each target step, <c>[T']</c>; null if targets are numbers.</param>
/// <param name="Values">Numbers to predict, <c>[K]</c> or <c>[T', K]</c> row by row; null if targets are classes.</param>
public sealed record EncodedExample(int Length, int[]? Tokens, float[]? Features, int[]? Classes, float[]? Values)
{
    /// <summary>Letter ids of each token, T arrays, which equal tokens may share; null if no network reads letters.</summary>
    public int[][]? Letters { get; init; }
}
