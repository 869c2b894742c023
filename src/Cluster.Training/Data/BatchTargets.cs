namespace Cluster.Training.Data;

/// <summary>What a network should give for the sequences of a batch.</summary>
/// <param name="Time">T', padded target steps; 0 if each sequence has one target.</param>
/// <param name="Lengths">Valid target steps of each sequence, <c>[B]</c>; 1 each if Time is 0.</param>
/// <param name="Classes">Classes, <c>[B]</c> or <c>[B, T']</c>; -1 on padding. Null if targets are numbers.</param>
/// <param name="Values">Numbers, <c>[B, K]</c> or <c>[B, T', K]</c>; 0 on padding. Null if targets are classes.</param>
public sealed record BatchTargets(int Time, int[] Lengths, int[]? Classes, float[]? Values)
{
    /// <summary>Number of targets in a split's example: what a sum of losses is divided by. K numbers at one step count as K.</summary>
    /// <param name="example">The example.</param>
    public static int CountOf(EncodedExample example) => example.Classes?.Length ?? example.Values!.Length;
}
