namespace Cluster.Training.Runs;

/// <summary>Whether training ends before its last epoch.</summary>
/// <param name="Stops">Whether it ends.</param>
/// <param name="BestEpoch">The best epoch so far, from 0; null if there is none.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record StopDecision(bool Stops, int? BestEpoch, string Reason);
