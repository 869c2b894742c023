namespace Cluster.Training.Runs;

/// <summary>The silos a job may use.</summary>
/// <param name="Silos">Their names, in order; empty if it waits.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record JobShare(IReadOnlyList<string> Silos, string Reason);
