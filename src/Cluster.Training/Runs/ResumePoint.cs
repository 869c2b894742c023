using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>How far a job was when its coordinator stopped; all zero for a new job.</summary>
/// <param name="LoggedStep">Newest step in the event log. Steps up to it may be made again, but are not logged again.</param>
/// <param name="ValidatedEpochs">Epochs validated.</param>
/// <param name="ValidationLosses">Validation loss of each validated epoch, from the first; empty without validation examples.</param>
/// <param name="Checkpoints">Checkpoints kept, oldest first.</param>
/// <param name="Preparation">What the workers found when they were first prepared; later ones must find the same.</param>
/// <param name="FirstAttempt">Greater than every attempt before.</param>
public sealed record ResumePoint(
    long LoggedStep,
    int ValidatedEpochs,
    IReadOnlyList<double> ValidationLosses,
    IReadOnlyList<Checkpoint> Checkpoints,
    Preparation? Preparation,
    long FirstAttempt)
{
    /// <summary>Value of the monitored metric in each validated epoch, from the first; empty if nothing is monitored.</summary>
    public IReadOnlyList<double> Monitored { get; init; } = [];

    /// <summary>Steps that were declared void last.</summary>
    public VoidSteps Void { get; init; }

    /// <summary>How the job came to this coordinator; null for a new job and for one that was paused.</summary>
    public Takeover? Takeover { get; init; }

    /// <summary>Workers that were wrong before, one entry for each time.</summary>
    public IReadOnlyList<string> Suspects { get; init; } = [];
}
