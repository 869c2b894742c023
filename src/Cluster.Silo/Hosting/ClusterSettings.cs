using Cluster.Silo.Storage;
using Orleans.Configuration;

namespace Cluster.Silo.Hosting;

/// <summary>Orleans' settings for a training cluster: small messages, quick verdicts on lost silos.</summary>
internal static class ClusterSettings
{
    public static void UseTrainingSettings(this ISiloBuilder silo, IClusterStorage storage, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("cluster", "cluster"));
        silo.ListenAt(settings);
        storage.AddTo(silo);

        // A hung silo is known dead after NumMissedProbesLimit * MaxProbeTimeout = 1.8 s, a killed one somewhat sooner. Three
        // probes in a row must stay without an answer and two silos must say so, which load alone does not bring about.
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = options.MinProbeTimeout = options.MaxProbeTimeout = TimeSpan.FromMilliseconds(600);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2;
            // The last missed probe would be asked for by way of another silo, and not count if that one does not feel well either. After one silo
            // hangs none does, as each misses its answers: nobody is declared dead then, sometimes, until the silo goes on.
            options.EnableIndirectProbes = false;
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
