namespace Cluster.Training.Workers;

/// <summary>A worker does not answer, or cannot do what it was asked.</summary>
/// <param name="worker">Name of the worker.</param>
/// <param name="cause">What happened, in a sentence.</param>
/// <param name="faulted">Whether it answered with a fault of its own, which may come again on every machine.</param>
public sealed class WorkerLostException(string worker, string cause, bool faulted = false) : Exception($"worker {worker} was lost: {cause}")
{
    /// <summary>Whether it answered with a fault of its own, which may come again on every machine.</summary>
    public bool Faulted { get; } = faulted;

    /// <summary>Steps that were done when another worker noticed it; null if none says so.</summary>
    public long? Done { get; init; }

    /// <summary>Name of the worker.</summary>
    public string Worker { get; } = worker;

    /// <summary>What happened, in a sentence.</summary>
    public string Cause { get; } = cause;
}
