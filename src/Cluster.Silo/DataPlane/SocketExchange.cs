using System.Collections.Concurrent;
using Cluster.Silo.Certificates;
using Cluster.Training.Exchange;

namespace Cluster.Silo.DataPlane;

/// <summary>Pulls from other silos, straight into the receiver's memory, over connections that are kept; from silos on this machine out of theirs.</summary>
/// <param name="token">What silos know each other by.</param>
/// <param name="readsMemory">Whether floats of silos on this machine are read from their memory, where the system allows it.</param>
/// <param name="logger">Hears once of each silo that is read so.</param>
/// <param name="peers">Certificates; null without TLS.</param>
internal sealed class SocketExchange(DataPlaneToken token, bool readsMemory, ILogger<SocketExchange> logger, PeerTls? peers = null) : IPeerExchange, IDisposable
{
    // Without a time limit: a pull waits for the slowest lane of the other worker; the step's deadline ends it.
    private readonly HttpClient _client = PeerClient.Create(token, peers);
    private readonly ConcurrentDictionary<string, PeerPulls> _peers = [];

    /// <inheritdoc/>
    public Task<long> Pull(string endpoint, string job, long attempt, string block, int offset, Memory<float> into, CancellationToken cancel) =>
        Pull(endpoint, new PullRequest(job, attempt, block, 0, offset, into.Length), into, cancel);

    /// <inheritdoc/>
    public Task PullState(string endpoint, string job, long version, int index, Memory<float> into, CancellationToken cancel) =>
        Pull(endpoint, new PullRequest(job, version, "", index, 0, into.Length), into, cancel);

    /// <summary>Ends all pulls from peers that are not among these: a process that hangs never closes a connection.</summary>
    /// <param name="living">Data planes of all silos that live.</param>
    public void BreakOffAllBut(IReadOnlySet<string> living)
    {
        foreach (string lost in _peers.Keys.Where(peer => !living.Contains(peer)))
        {
            if (_peers.TryRemove(lost, out PeerPulls? pulls)) pulls.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        BreakOffAllBut(new HashSet<string>());
        _client.Dispose();
    }

    private async Task<long> Pull(string endpoint, PullRequest request, Memory<float> into, CancellationToken cancel)
    {
        if (into.Length == 0) return 0;
        (PullStatus status, long bytes) = await _peers.GetOrAdd(endpoint, peer => new PeerPulls(_client, peer, readsMemory, logger)).Pull(request, into, cancel);
        return status switch
        {
            PullStatus.Found => bytes,
            PullStatus.Fenced => throw new AttemptFencedException(request.Fence),
            PullStatus.NoWorker => throw new PeerLostException(endpoint, $"it has no worker of {request.Job}"),
            _ => throw new PeerLostException(endpoint, $"what it has is shorter than {(long)request.Offset + request.Count} floats"),
        };
    }
}
