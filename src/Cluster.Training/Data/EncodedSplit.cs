namespace Cluster.Training.Data;

/// <summary>The examples of one split, in the dataset's order.</summary>
/// <param name="Shape">What the examples look like.</param>
/// <param name="Examples">The examples.</param>
public sealed record EncodedSplit(DataShape Shape, EncodedExample[] Examples)
{
    /// <summary>Number of examples.</summary>
    public int Count => Examples.Length;
}
