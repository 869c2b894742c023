namespace Cluster.Training.Workers;

/// <summary>How a worker's try of a step ended.</summary>
public enum StepOutcome
{
    /// <summary>The parameters moved to the next version.</summary>
    Completed,

    /// <summary>A newer attempt began, or the worker is at another version; nothing changed.</summary>
    Fenced,

    /// <summary>Another worker did not answer; nothing changed.</summary>
    PeerLost,

    /// <summary>The loss or the gradient is not finite; nothing changed.</summary>
    NonFinite,

    /// <summary>The worker threw an exception; nothing changed.</summary>
    Faulted,

    /// <summary>A shard came to other numbers than when another worker computed it; nothing changed.</summary>
    Disputed,
}
