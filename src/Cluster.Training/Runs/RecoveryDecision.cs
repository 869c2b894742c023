using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>How workers become equal again.</summary>
/// <param name="Version">Version all will have.</param>
/// <param name="Source">Worker the others copy from; null if all restore a checkpoint.</param>
/// <param name="Checkpoint">Checkpoint to restore first; null if a living worker has the newest version.</param>
/// <param name="Behind">Workers that must change.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record RecoveryDecision(long Version, string? Source, Checkpoint? Checkpoint, IReadOnlyList<string> Behind, string Reason);
