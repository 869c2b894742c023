using System.Collections.Concurrent;
using Cluster.Training.Workers;

namespace Cluster.Training.Exchange;

/// <summary>A data plane within one process: pulls are copies.</summary>
public sealed class LocalExchange : IPeerExchange
{
    private readonly ConcurrentDictionary<string, Func<string, TrainingWorker?>> _endpoints = [];

    /// <summary>Makes the workers of an endpoint reachable.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="find">Returns the endpoint's worker of a job, or null.</param>
    public void Connect(string endpoint, Func<string, TrainingWorker?> find) => _endpoints[endpoint] = find;

    /// <summary>Makes an endpoint unreachable, as if its machine was gone.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public void Disconnect(string endpoint) => _endpoints.TryRemove(endpoint, out _);

    /// <inheritdoc/>
    public async Task<long> Pull(string endpoint, string job, long attempt, string block, int offset, Memory<float> into, CancellationToken cancel)
    {
        using BlockLease lease = await Find(endpoint, job).Board.Read(attempt, block, cancel);
        lease.Values.Slice(offset, into.Length).CopyTo(into);
        return (long)into.Length * sizeof(float);
    }

    /// <inheritdoc/>
    public async Task PullState(string endpoint, string job, long version, int index, Memory<float> into, CancellationToken cancel)
    {
        await using StateLease lease = await Find(endpoint, job).LendState(version, index, cancel);
        lease.Values.CopyTo(into);
    }

    private TrainingWorker Find(string endpoint, string job) =>
        _endpoints.TryGetValue(endpoint, out Func<string, TrainingWorker?>? find) && find(job) is { } worker
            ? worker
            : throw new PeerLostException(endpoint, "no such worker");
}
