using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>Shows progress to someone who waits for a job.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows an event that progress has taken already.</summary>
    void Show(JobEvent jobEvent, TrainingProgress progress);

    /// <summary>Called a few times a second while nothing happens.</summary>
    /// <param name="progress">How far the job is.</param>
    /// <param name="interruption">Why nothing is heard at present; null while connected.</param>
    void Tick(TrainingProgress progress, string? interruption);

    /// <summary>Leaves the terminal clean for what is written next.</summary>
    void Finish();
}
