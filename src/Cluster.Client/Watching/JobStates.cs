using Cluster.V1;

namespace Cluster.Client.Watching;

/// <summary>What the states of a job mean to those who wait for it.</summary>
public static class JobStates
{
    /// <summary>Whether a job stays in this state for good.</summary>
    /// <param name="state">The state; values of newer servers count as not final.</param>
    public static bool IsFinal(this Job.Types.State state) =>
        state is Job.Types.State.Succeeded or Job.Types.State.Failed or Job.Types.State.Cancelled;

    /// <summary>Whether an event brings a job to its end.</summary>
    /// <param name="jobEvent">The event.</param>
    public static bool IsFinal(this JobEvent jobEvent) =>
        jobEvent.EventCase == JobEvent.EventOneofCase.StateChanged && jobEvent.StateChanged.State.IsFinal();

    /// <summary>The state as the protocol writes it: RUNNING.</summary>
    /// <param name="state">The state.</param>
    public static string Name(this Job.Types.State state) => state.ToString().ToUpperInvariant();
}
