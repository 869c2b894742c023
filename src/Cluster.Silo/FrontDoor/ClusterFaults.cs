using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Cluster.Silo.FrontDoor;

/// <summary>Answers UNAVAILABLE, which clients try again, while grains move away from a lost silo.</summary>
internal sealed class ClusterFaults : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            throw Errors.Unavailable(error.Message);
        }
    }
}
