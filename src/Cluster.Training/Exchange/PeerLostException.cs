namespace Cluster.Training.Exchange;

/// <summary>A worker could not get a block from another one.</summary>
/// <param name="endpoint">Data plane of the worker that did not answer.</param>
/// <param name="cause">What happened, in a sentence.</param>
public sealed class PeerLostException(string endpoint, string cause) : Exception($"{endpoint} did not answer: {cause}")
{
    /// <summary>Data plane of the worker that did not answer.</summary>
    public string Endpoint { get; } = endpoint;

    /// <summary>Whether it had begun to answer: some of what was asked for may have arrived.</summary>
    public bool Begun { get; init; }
}
