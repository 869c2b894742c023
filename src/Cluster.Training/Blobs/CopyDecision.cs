namespace Cluster.Training.Blobs;

/// <summary>Who copies a blob.</summary>
/// <param name="Silos">Those that fetch it; empty if there is nothing to do, or nobody to fetch it from.</param>
/// <param name="Reason">Why, in a sentence without a full stop.</param>
public sealed record CopyDecision(IReadOnlyList<string> Silos, string Reason);
