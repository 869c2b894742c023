namespace Cluster.Training.Workers;

/// <summary>Where a worker stands.</summary>
/// <param name="Version">Version of its parameters.</param>
/// <param name="MadeIn">Attempt in which it came to this version, by a step, a copy or a checkpoint; 0 for the beginning.</param>
/// <param name="Reports">Reports of the steps after those that the coordinator knows, oldest first and without a gap; empty if nobody remembers them.</param>
/// <param name="WasComputing">Whether it was still computing its shards when it was told to give up: the others waited for it.</param>
/// <param name="SourceLost">Why it could not copy from another worker; null if it could, or was not asked to.</param>
public sealed record WorkerStatus(
    long Version, long MadeIn, IReadOnlyList<StepReport> Reports, bool WasComputing = false, string? SourceLost = null);
