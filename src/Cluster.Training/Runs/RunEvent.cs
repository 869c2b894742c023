using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>Makes events; the log adds sequence and time.</summary>
public static class RunEvent
{
    /// <summary>The job changed its state.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="reason">Why, in UPPER_SNAKE_CASE.</param>
    /// <param name="message">Why, in a sentence.</param>
    public static JobEvent State(Job.Types.State state, string reason = "", string message = "") =>
        new() { StateChanged = new StateChanged { State = state, Reason = reason, Message = message } };

    /// <summary>Something went wrong and was put right.</summary>
    /// <param name="incident">What, who, since when, and what was done.</param>
    public static JobEvent Incident(Incident incident) => new() { Incident = incident };

    /// <summary>A worker joined or was lost.</summary>
    /// <param name="worker">Its name.</param>
    /// <param name="joined">Whether it takes part from now on.</param>
    /// <param name="message">Why, in a sentence.</param>
    public static JobEvent Worker(string worker, bool joined, string message) =>
        new() { WorkerChanged = new WorkerChanged { Worker = worker, Joined = joined, Message = message } };
}
