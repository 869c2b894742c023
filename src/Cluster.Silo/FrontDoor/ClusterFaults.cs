using Cluster.Training.Data;
using Cluster.Training.Exchange;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Cluster.Silo.FrontDoor;

/// <summary>
/// Answers UNAVAILABLE, which clients try again, while grains move away from a lost silo or files cannot be written.
/// What is left over is a fault of the program; gRPC logs it and answers UNKNOWN.
/// </summary>
internal sealed partial class ClusterFaults(ILogger<ClusterFaults> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception error) when (Translate(error) is { } translated)
        {
            LogFault(error, context.Method);
            throw translated;
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (IOException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The caller went away: that is how its stream ends here, and nobody hears the answer.
            throw new RpcException(new Status(StatusCode.Cancelled, "the caller went away"));
        }
        catch (Exception error) when (Translate(error) is { } translated)
        {
            LogFault(error, context.Method);
            throw translated;
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception error) when (Translate(error) is { } translated)
        {
            LogFault(error, context.Method);
            throw translated;
        }
    }

    /// <summary>What callers are told of a failure; null for a fault of the program.</summary>
    public static RpcException? Translate(Exception error) => error switch
    {
        IOException or UnauthorizedAccessException => Errors.StorageFailed(error.Message),
        // What storage threw comes wrapped by Orleans.
        OrleansException { InnerException: IOException inner } => Errors.StorageFailed(inner.Message),
        DataMissingException => Errors.DataMissing(error.Message),
        OrleansException or TimeoutException or PeerLostException => Errors.Unavailable(),
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} could not be answered")]
    private partial void LogFault(Exception error, string method);
}
