namespace Cluster.Training.Events;

/// <summary>A later activation has opened the log: this one must stop, or it would go on where nobody follows.</summary>
/// <param name="term">The term that is over.</param>
public sealed class StaleLogException(long term) : Exception($"the log of term {term} was taken over by a later activation");
