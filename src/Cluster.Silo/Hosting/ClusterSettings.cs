using Cluster.Silo.Membership;
using Cluster.Silo.Storage;
using Orleans.Configuration;
using Orleans.Storage;

namespace Cluster.Silo.Hosting;

/// <summary>Orleans' settings for a training cluster: small messages, quick verdicts on lost silos, everything in files.</summary>
internal static class ClusterSettings
{
    /// <summary>Orleans' name for the storage of grains that name none.</summary>
    private const string DefaultStorage = "Default";

    public static void UseTrainingSettings(this ISiloBuilder silo, DataDirectory data, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("cluster", "cluster"));
        silo.ListenAt(settings);
        silo.Services.AddSingleton(services => new MembershipFile(data.Membership, services.GetRequiredService<TimeProvider>()));
        silo.Services.AddSingleton<IMembershipTable, FileMembershipTable>();
        silo.Services.AddHostedService<DeadProcessWatch>();
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            DefaultStorage,
            (services, _) => new FileGrainStorage(
                data.State, services.GetRequiredService<IGrainStorageSerializer>(), services.GetRequiredService<TimeProvider>()));
        silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(DefaultStorage));

        // A hung silo is known dead after NumMissedProbesLimit * MaxProbeTimeout = 2.4 s, a killed one somewhat sooner. Three
        // probes in a row must stay without an answer and two silos must say so, which load alone does not bring about.
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = options.MinProbeTimeout = options.MaxProbeTimeout = TimeSpan.FromMilliseconds(800);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2;
            options.TableRefreshTimeout = options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
            options.MaxJoinAttemptTime = TimeSpan.FromMinutes(2);
        });
        // Tensors never travel here; the limit makes a mistake fail early.
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = TimeSpan.FromSeconds(15);
            options.CancelRequestOnTimeout = true;
            options.MaxMessageBodySize = 8 << 20;
        });
        silo.Configure<ConnectionOptions>(options =>
        {
            options.ConnectionsPerEndpoint = 2;
            options.ConnectionRetryDelay = TimeSpan.FromMilliseconds(500);
            options.OpenConnectionTimeout = TimeSpan.FromSeconds(3);
        });
        silo.Configure<GrainCollectionOptions>(options => options.DeactivationTimeout = TimeSpan.FromSeconds(5));
        silo.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(15));
    }
}
