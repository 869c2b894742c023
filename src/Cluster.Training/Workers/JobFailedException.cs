namespace Cluster.Training.Workers;

/// <summary>A job cannot go on, on any machine.</summary>
/// <param name="reason">In UPPER_SNAKE_CASE, such as <c>NON_FINITE_LOSS</c>.</param>
/// <param name="message">In a sentence.</param>
public sealed class JobFailedException(string reason, string message) : Exception(message)
{
    /// <summary>In UPPER_SNAKE_CASE, for programs.</summary>
    public string Reason { get; } = reason;
}
