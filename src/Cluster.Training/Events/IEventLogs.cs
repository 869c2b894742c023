namespace Cluster.Training.Events;

/// <summary>Where the event logs of all jobs are.</summary>
public interface IEventLogs
{
    /// <summary>
    /// Whether a run goes on while an event is being stored: a store on the network may be silent for a while. Otherwise what is not stored
    /// has not happened, and the run waits.
    /// </summary>
    bool RunsAhead { get; }

    /// <summary>Opens a job's log to go on writing; older activations are refused from then on.</summary>
    /// <param name="job">The job.</param>
    /// <param name="term">Number of this activation, greater than all before; at least 1.</param>
    /// <param name="known">Sequence up to which the log is known to have been.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="StaleLogException">There was this term already, or a later one.</exception>
    /// <exception cref="LogLostException">The log lacks events that it had.</exception>
    Task<IEventLog> Open(string job, long term, long known, CancellationToken cancel);
}
