namespace Cluster.Training.Data;

/// <summary>What a spec alone tells about its examples, before any is read.</summary>
/// <param name="Tokens">Whether steps are token ids instead of numbers.</param>
/// <param name="Target">What a target is.</param>
/// <param name="TargetPerStep">Whether there is a sequence of targets instead of one for the whole sequence.</param>
public readonly record struct DataForm(bool Tokens, TargetKind Target, bool TargetPerStep);
