namespace Cluster.Training.Layers;

/// <summary>Shape of what flows between two layers, without the batch.</summary>
/// <param name="IsSequence">Whether there is a time axis: <c>[B, T, Size]</c> or <c>[B, Size]</c>.</param>
/// <param name="Size">Features; 0 for token ids, <c>[B, T]</c>.</param>
public readonly record struct FeatureShape(bool IsSequence, int Size)
{
    /// <summary>The shape with the batch, such as <c>[B, T, 128]</c>; token ids are <c>[B, T]</c>.</summary>
    public override string ToString() => (IsSequence, Size) switch
    {
        (true, 0) => "[B, T]",
        (true, _) => FormattableString.Invariant($"[B, T, {Size}]"),
        _ => FormattableString.Invariant($"[B, {Size}]"),
    };
}
