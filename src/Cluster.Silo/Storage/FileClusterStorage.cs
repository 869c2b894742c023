using Cluster.Silo.DataPlane;
using Cluster.Silo.Hosting;
using Cluster.Silo.Membership;
using Cluster.Training.Events;
using Orleans.Messaging;
using Orleans.Storage;

namespace Cluster.Silo.Storage;

/// <summary>Everything in files of a data directory that all silos share.</summary>
internal sealed class FileClusterStorage(DataDirectory data) : IClusterStorage
{
    public DataPlaneToken Token { get; } = DataPlaneToken.ReadOrCreate(data.Token);

    public void AddTo(ISiloBuilder silo)
    {
        silo.Services.AddSingleton(services => new MembershipFile(data.Membership, services.GetRequiredService<TimeProvider>()));
        silo.Services.AddSingleton<IMembershipTable, FileMembershipTable>();
        silo.Services.AddHostedService<DeadProcessWatch>();
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            ClusterStorage.DefaultGrainStorage,
            (services, _) => new FileGrainStorage(
                data.State, services.GetRequiredService<IGrainStorageSerializer>(), services.GetRequiredService<TimeProvider>()));
        silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ClusterStorage.DefaultGrainStorage));
        silo.Services.AddSingleton<IEventLogs>(services => new FileEventLogs(data.Jobs, services.GetRequiredService<TimeProvider>()));
    }

    public void AddTo(IClientBuilder client)
    {
        client.Services.AddSingleton(services => new MembershipFile(data.Membership, services.GetRequiredService<TimeProvider>()));
        client.Services.AddSingleton<IGatewayListProvider, FileGatewayList>();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
