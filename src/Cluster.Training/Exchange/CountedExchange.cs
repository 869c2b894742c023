namespace Cluster.Training.Exchange;

/// <summary>The data plane, with a count of what came over it.</summary>
internal sealed class CountedExchange(IPeerExchange exchange) : IPeerExchange
{
    private long _bytes;

    /// <summary>Bytes received so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    public async Task<long> Pull(string endpoint, string job, long attempt, string block, int offset, Memory<float> into, CancellationToken cancel)
    {
        long bytes = await exchange.Pull(endpoint, job, attempt, block, offset, into, cancel);
        Interlocked.Add(ref _bytes, bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public Task PullState(string endpoint, string job, long version, int index, Memory<float> into, CancellationToken cancel) =>
        exchange.PullState(endpoint, job, version, index, into, cancel);
}
