namespace Cluster.Training.Data;

/// <summary>The examples of one split as token ids and class numbers, in the dataset's order.</summary>
/// <param name="Sequences">Token ids of each example; none is empty.</param>
/// <param name="Labels">Class of each example.</param>
public sealed record EncodedSplit(int[][] Sequences, int[] Labels)
{
    /// <summary>Number of examples.</summary>
    public int Count => Labels.Length;
}
