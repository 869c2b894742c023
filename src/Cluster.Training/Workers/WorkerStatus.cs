namespace Cluster.Training.Workers;

/// <summary>Where a worker stands.</summary>
/// <param name="Version">Version of its parameters.</param>
/// <param name="Last">Report of the step that made this version; null if the version was made, restored or copied otherwise.</param>
/// <param name="WasComputing">Whether it was still computing its shards when it was told to give up: the others waited for it.</param>
/// <param name="SourceLost">Why it could not copy from another worker; null if it could, or was not asked to.</param>
public sealed record WorkerStatus(long Version, StepReport? Last, bool WasComputing = false, string? SourceLost = null);
