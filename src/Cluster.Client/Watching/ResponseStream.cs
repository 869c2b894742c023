using Cluster.Client.Errors;
using Grpc.Core;

namespace Cluster.Client.Watching;

/// <summary>Reads one server stream; tells a clean end from a broken one, and takes long silence for a break.</summary>
internal sealed class ResponseStream<T>(
    Func<CancellationToken, AsyncServerStreamingCall<T>> open, Uri server, TimeSpan silence, TimeProvider time, CancellationToken cancel)
    : IDisposable
    where T : class
{
    private readonly CancellationTokenSource _silence = new(silence, time);
    private CancellationTokenSource? _either;
    private AsyncServerStreamingCall<T>? _call;

    /// <summary>Why the stream broke; null while it runs and after a clean end.</summary>
    public ClusterException? Break { get; private set; }

    /// <summary>Returns the next message, or null at the end, clean or broken.</summary>
    /// <exception cref="ClusterException">The server refused the call; another try would be refused too.</exception>
    public async Task<T?> NextAsync()
    {
        try
        {
            _either ??= CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancel);
            _call ??= open(_either.Token);
            _silence.CancelAfter(silence);
            return await _call.ResponseStream.MoveNext(_either.Token) ? _call.ResponseStream.Current : null;
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            Break = Tell(error);
            return error is not RpcException rpc || _silence.IsCancellationRequested || RpcFailure.IsTransient(rpc) ? null : throw Break;
        }
    }

    /// <summary>Ends the call.</summary>
    public void Dispose()
    {
        _call?.Dispose();
        _either?.Dispose();
        _silence.Dispose();
    }

    private ClusterException Tell(Exception error) => !_silence.IsCancellationRequested && error is RpcException rpc
        ? RpcFailure.Translate(rpc, server)
        : new ClusterException(
            ErrorKind.Unavailable,
            $"The server at {server.GetLeftPart(UriPartial.Authority)} said nothing for {silence.TotalSeconds:0} seconds.",
            cause: error);
}
