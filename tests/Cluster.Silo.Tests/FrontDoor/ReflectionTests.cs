using Cluster.Silo.Tests.Servers;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class ReflectionTests(SharedSilo shared)
{
    [Fact]
    public async Task Tools_can_list_the_services()
    {
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call =
            new ServerReflection.ServerReflectionClient(shared.Silo.Channel).ServerReflectionInfo(cancellationToken: TimeLimit.Token);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, TimeLimit.Token);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(TimeLimit.Token));
        string[] services = [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name)];
        Assert.Superset(new HashSet<string> { "cluster.v1.JobService", "cluster.v1.ModelService", "grpc.health.v1.Health" }, services.ToHashSet());
    }
}
