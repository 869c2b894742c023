namespace Cluster.Training.Exchange;

/// <summary>A message belongs to an attempt that was given up.</summary>
/// <param name="attempt">The attempt.</param>
public sealed class AttemptFencedException(long attempt) : Exception($"attempt {attempt} was given up");
