using Cluster.Grains.Serialization;
using Cluster.Grains.Workers;
using Cluster.Silo.Storage;
using Orleans.Configuration;

namespace Cluster.Silo.Outside;

/// <summary>Connects a front door to the silos, as a client of Orleans.</summary>
internal static class ClusterAccess
{
    private static readonly TimeSpan ConnectRetry = TimeSpan.FromMilliseconds(500);

    public static void UseTrainingClient(this IClientBuilder client, IClusterStorage storage)
    {
        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("cluster", "cluster"));
        storage.AddTo(client);
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
        client.Configure<ClientMessagingOptions>(options =>
        {
            options.ResponseTimeout = TimeSpan.FromSeconds(15);
            options.CancelRequestOnTimeout = true;
            options.MaxMessageBodySize = 8 << 20;
        });
        client.Configure<ConnectionOptions>(options =>
        {
            options.ConnectionRetryDelay = TimeSpan.FromMilliseconds(500);
            options.OpenConnectionTimeout = TimeSpan.FromSeconds(3);
        });
        // It may well be started before the silos.
        client.UseConnectionRetryFilter(async (_, stop) =>
        {
            await Task.Delay(ConnectRetry, TimeProvider.System, stop);
            return true;
        });
        client.AddOutgoingGrainCallFilter<PatientCalls>();
        client.Services.AddTrainingSerialization();
        client.Services.AddSingleton<LivingSilos>();
        client.Services.AddSingleton<IOtherSilos>(services => services.GetRequiredService<LivingSilos>());
        client.Services.AddHostedService(services => services.GetRequiredService<LivingSilos>());
    }
}
