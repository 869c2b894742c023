using System.Collections.Concurrent;
using Cluster.Training.Workers;

namespace Cluster.Training.Exchange;

/// <summary>A data plane within one process: pulls are copies.</summary>
public sealed class LocalExchange : IPeerExchange
{
    private readonly ConcurrentDictionary<(string Endpoint, string Job), TrainingWorker> _workers = [];

    /// <summary>Makes a worker reachable.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="worker">The worker.</param>
    public void Connect(string job, TrainingWorker worker) => _workers[(worker.Endpoint, job)] = worker;

    /// <summary>Makes a worker unreachable, as if its machine was gone.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="worker">The worker.</param>
    public void Disconnect(string job, TrainingWorker worker) => _workers.TryRemove((worker.Endpoint, job), out _);

    /// <inheritdoc/>
    public async Task Pull(string endpoint, string job, long attempt, string block, int offset, Memory<float> into, CancellationToken cancel)
    {
        using BlockLease lease = await Find(endpoint, job).Board.Read(attempt, block, cancel);
        lease.Values.Slice(offset, into.Length).CopyTo(into);
    }

    /// <inheritdoc/>
    public async Task PullState(string endpoint, string job, long version, int index, Memory<float> into, CancellationToken cancel)
    {
        await using StateLease lease = await Find(endpoint, job).LendState(version, index, cancel);
        lease.Values.CopyTo(into);
    }

    private TrainingWorker Find(string endpoint, string job) => _workers.TryGetValue((endpoint, job), out TrainingWorker? worker)
        ? worker
        : throw new PeerLostException(endpoint, "no such worker");
}
