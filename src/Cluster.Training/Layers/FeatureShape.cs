namespace Cluster.Training.Layers;

/// <summary>Shape of what flows between two layers, without the batch.</summary>
/// <param name="IsSequence">Whether there is a time axis: <c>[B, T, Size]</c> or <c>[B, Size]</c>.</param>
/// <param name="Size">Features; 0 for token ids, <c>[B, T]</c>.</param>
/// <param name="Steps">Number of steps, all valid, where the network decides it; 0 if it follows from the data.</param>
public readonly record struct FeatureShape(bool IsSequence, int Size, int Steps = 0)
{
    /// <summary>The shape with the batch, such as <c>[B, T, 128]</c>; token ids are <c>[B, T]</c>.</summary>
    public override string ToString() => this switch
    {
        { IsSequence: true, Size: 0 } => "[B, T]",
        { IsSequence: true, Steps: 0 } => FormattableString.Invariant($"[B, T, {Size}]"),
        { IsSequence: true } => FormattableString.Invariant($"[B, {Steps}, {Size}]"),
        _ => FormattableString.Invariant($"[B, {Size}]"),
    };

    /// <summary>Another vector at each step, or one for the whole sequence.</summary>
    /// <param name="sequences">Whether every step is kept.</param>
    /// <param name="size">Size of the vector.</param>
    internal FeatureShape Read(bool sequences, int size) => sequences ? this with { IsSequence = true, Size = size } : new FeatureShape(false, size);
}
