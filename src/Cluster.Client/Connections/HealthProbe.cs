using Cluster.Client.Access;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Cluster.Client.Connections;

/// <summary>Asks a server whether it serves, with the standard gRPC health protocol.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Whether the server answers that it serves, within two seconds.</summary>
    public static async Task<bool> ServesAsync(Uri server, ClientAccess access, TimeProvider time, CancellationToken cancel)
    {
        using GrpcChannel channel = ChannelFactory.Open(server, access);
        try
        {
            HealthCheckResponse answer = await new Health.HealthClient(channel).CheckAsync(
                new HealthCheckRequest(), deadline: time.GetUtcNow().UtcDateTime + Limit, cancellationToken: cancel);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (RpcException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }
}
