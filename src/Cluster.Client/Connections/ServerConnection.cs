using Cluster.Client.Access;
using Cluster.Client.Errors;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cluster.Client.Connections;

/// <summary>One open channel to a server, replaced by another after it broke.</summary>
internal sealed class ServerConnection(ServerAddress address, ClientAccess access, TimeProvider time) : IDisposable
{
    private const int MostRefusals = 5;

    private static readonly TimeSpan UnaryLimit = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for which a call waits because the server said so; a person should hear of a longer one.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Channels that broke may still carry calls of others, so they live until the end.
    private readonly List<GrpcChannel> _retired = [];
    private GrpcChannel? _channel;

    /// <summary>The server last found, for messages.</summary>
    public Uri Server { get; private set; } = new("http://unknown");

    /// <summary>Returns the open channel, or finds a server and opens one.</summary>
    public async Task<GrpcChannel> OpenAsync(CancellationToken cancel)
    {
        if (_channel is not null)
            return _channel;
        Server = await address.FindAsync(cancel);
        return _channel = ChannelFactory.Open(Server, access);
    }

    /// <summary>Makes the next call look for a server again.</summary>
    public void Forget()
    {
        if (_channel is not null)
            _retired.Add(_channel);
        _channel = null;
    }

    /// <summary>Makes a call with one answer, at most 30 s or as long as given; if the server is gone, once more with another server.</summary>
    public async Task<T> CallAsync<T>(Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancel, TimeSpan? limit = null)
    {
        bool isFirst = true;
        for (int refusals = 0; ;)
        {
            GrpcChannel channel = await OpenAsync(cancel);
            Uri server = Server;
            try
            {
                CallOptions options = new(deadline: time.GetUtcNow().UtcDateTime + (limit ?? UnaryLimit), cancellationToken: cancel);
                return await call(channel.CreateCallInvoker(), options);
            }
            catch (RpcException error)
            {
                cancel.ThrowIfCancellationRequested();
                if (RpcFailure.RetryAfter(error) is TimeSpan wait && wait <= LongestWait && refusals++ < MostRefusals)
                {
                    await Task.Delay(wait, time, cancel);
                    continue;
                }

                if (error.StatusCode != StatusCode.Unavailable)
                    throw RpcFailure.Translate(error, server);
                Forget();
                if (!isFirst || await address.FindAsync(cancel) == server)
                    throw RpcFailure.Translate(error, server);
                isFirst = false;
            }
        }
    }

    /// <summary>Closes all channels.</summary>
    public void Dispose()
    {
        Forget();
        foreach (GrpcChannel channel in _retired)
            channel.Dispose();
    }
}
