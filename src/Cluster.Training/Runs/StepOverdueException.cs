namespace Cluster.Training.Runs;

/// <summary>A step was not finished in time; who holds it up is found out when the team is assembled again.</summary>
/// <param name="message">What was waited for, in a sentence.</param>
internal sealed class StepOverdueException(string message) : Exception(message);
