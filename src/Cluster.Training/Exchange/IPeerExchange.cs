namespace Cluster.Training.Exchange;

/// <summary>The data plane as a worker sees it: pulls ranges of floats from other workers.</summary>
public interface IPeerExchange
{
    /// <summary>Pulls part of a published block; waits until it is up.</summary>
    /// <param name="endpoint">Data plane of the worker that has it.</param>
    /// <param name="job">The job.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="block">Name of the block.</param>
    /// <param name="offset">First float.</param>
    /// <param name="into">Receives the floats.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Bytes that travelled.</returns>
    /// <exception cref="AttemptFencedException">The other worker is at a newer attempt.</exception>
    /// <exception cref="PeerLostException">The other worker does not answer.</exception>
    Task<long> Pull(string endpoint, string job, long attempt, string block, int offset, Memory<float> into, CancellationToken cancel);

    /// <summary>Pulls one vector of a worker's state: 0 for the parameters, then the optimizer's vectors.</summary>
    /// <param name="endpoint">Data plane of the worker that has it.</param>
    /// <param name="job">The job.</param>
    /// <param name="version">Version the state must have.</param>
    /// <param name="index">Which vector.</param>
    /// <param name="into">Receives the floats.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="AttemptFencedException">The other worker is at another version.</exception>
    /// <exception cref="PeerLostException">The other worker does not answer.</exception>
    Task PullState(string endpoint, string job, long version, int index, Memory<float> into, CancellationToken cancel);
}
