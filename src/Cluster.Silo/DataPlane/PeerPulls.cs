using System.Collections.Concurrent;
using Cluster.Training.Exchange;

namespace Cluster.Silo.DataPlane;

/// <summary>The connections for pulls from one other silo: one for each pull that is under way at the same time.</summary>
internal sealed partial class PeerPulls(HttpClient client, string endpoint, bool readsMemory, ILogger logger) : IDisposable
{
    private readonly ConcurrentBag<PullConnection> _idle = [];
    private readonly CancellationTokenSource _lost = new();
    private int _told;

    /// <summary>Pulls floats.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="into">Receives them.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Whether they are there, and how many bytes travelled.</returns>
    /// <exception cref="PeerLostException">The other silo does not answer.</exception>
    public async Task<(PullStatus Status, long Bytes)> Pull(PullRequest request, Memory<float> into, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, _lost.Token);
        PullConnection? connection = null;
        try
        {
            // What the other silo closed while nobody used it says nothing about whether it lives.
            while (_idle.TryTake(out connection))
            {
                if (await TryPull(connection, request, into, stop.Token) is { } answer) return answer;
            }

            connection = await PullConnection.Open(client, endpoint, readsMemory, stop.Token);
            if (connection.ReadsMemory && Interlocked.Exchange(ref _told, 1) == 0) LogMemory(logger, endpoint);
            return await Pull(connection, request, into, stop.Token);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            throw new PeerLostException(endpoint, error.Message) { Begun = connection?.Begun ?? false };
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            // Else the limit for connecting ended it: the other machine is off or cut away.
            string cause = _lost.IsCancellationRequested ? "its silo was declared dead" : error.InnerException?.Message ?? error.Message;
            throw new PeerLostException(endpoint, cause) { Begun = connection?.Begun ?? false };
        }
    }

    /// <summary>Ends all pulls.</summary>
    public void Dispose()
    {
        _lost.Cancel();
        while (_idle.TryTake(out PullConnection? connection)) connection.Dispose();
    }

    private async Task<(PullStatus Status, long Bytes)?> TryPull(PullConnection connection, PullRequest request, Memory<float> into, CancellationToken cancel)
    {
        try
        {
            return await Pull(connection, request, into, cancel);
        }
        catch (IOException) when (!connection.Begun)
        {
            return null;
        }
    }

    private async Task<(PullStatus Status, long Bytes)> Pull(PullConnection connection, PullRequest request, Memory<float> into, CancellationToken cancel)
    {
        try
        {
            (PullStatus Status, long Bytes) answer = await connection.Pull(request, into, cancel);
            _idle.Add(connection);
            if (_lost.IsCancellationRequested) Dispose();
            return answer;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Gradients and state of {Endpoint} are read from its memory: it is on this machine")]
    private static partial void LogMemory(ILogger logger, string endpoint);
}
