using Cluster.Client.Access;
using Cluster.Client.Errors;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Cluster.Client.Connections;

/// <summary>Asks a server whether it serves, with the standard gRPC health protocol.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Whether the server answers that it serves, within two seconds.</summary>
    /// <exception cref="ClusterException">It runs, but its certificate is not accepted.</exception>
    public static async Task<bool> ServesAsync(Uri server, ClientAccess access, TimeProvider time, CancellationToken cancel)
    {
        using GrpcChannel channel = ChannelFactory.Open(server, access);
        try
        {
            HealthCheckResponse answer = await new Health.HealthClient(channel).CheckAsync(
                new HealthCheckRequest(), deadline: time.GetUtcNow().UtcDateTime + Limit, cancellationToken: cancel);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (RpcException error)
        {
            cancel.ThrowIfCancellationRequested();
            return Distrust.Explain(error, server) is string distrust
                ? throw new ClusterException(ErrorKind.Usage, distrust, cause: error)
                : false;
        }
    }
}
