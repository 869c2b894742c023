namespace Cluster.Client.Errors;

/// <summary>An expected failure, told in a sentence for people.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>Makes an exception of one kind.</summary>
    /// <param name="kind">What kind of thing went wrong.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="violations">Everything that is wrong in a spec; null for none.</param>
    /// <param name="reason">The server's reason in UPPER_SNAKE_CASE; empty if it gave none.</param>
    /// <param name="cause">What led to this; may be null.</param>
    public ClusterException(
        ErrorKind kind, string message, IReadOnlyList<Violation>? violations = null, string reason = "", Exception? cause = null)
        : base(message, cause)
    {
        Kind = kind;
        Violations = violations ?? [];
        Reason = reason;
    }

    /// <summary>What kind of thing went wrong.</summary>
    public ErrorKind Kind { get; }

    /// <summary>Everything that is wrong in a spec; empty for other failures.</summary>
    public IReadOnlyList<Violation> Violations { get; }

    /// <summary>The server's reason in UPPER_SNAKE_CASE, for programs; empty if it gave none.</summary>
    public string Reason { get; }
}
