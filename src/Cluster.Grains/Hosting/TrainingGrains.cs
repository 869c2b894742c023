using Cluster.Grains.Placement;
using Cluster.Grains.Serialization;
using Cluster.Grains.Telemetry;
using Cluster.Grains.Workers;
using Cluster.Training.Blobs;
using Cluster.Training.Inference;
using Cluster.Training.Replicas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Storage;

namespace Cluster.Grains.Hosting;

/// <summary>Adds the training grains to a silo.</summary>
public static class TrainingGrains
{
    /// <summary>Registers placement, serialization, workers and the keeper of jobs, and tells the others the data plane.</summary>
    /// <param name="silo">The silo. Must have grain storage, <see cref="Training.Workers.WorkerSurroundings"/>, <see cref="Training.Events.IEventLogs"/>, the blob store and <see cref="IBlobPeers"/>.</param>
    /// <param name="identity">Name and data plane.</param>
    public static ISiloBuilder AddTrainingGrains(this ISiloBuilder silo, SiloIdentity identity)
    {
        silo.Configure<SiloOptions>(options => options.SiloName = identity.Name);
        silo.UseSiloMetadata(new Dictionary<string, string> { [SiloIdentity.DataPlaneKey] = identity.DataPlane });
        silo.Services.AddSingleton(identity);
        silo.Services.AddSingleton<SiloWorkers>();
        silo.Services.AddSingleton<TrainingInstruments>();
        silo.Services.AddSingleton<PartialBlobs>();
        silo.Services.AddSingleton<BlobFetcher>();
        silo.Services.AddSingleton(services =>
            new ModelCache(services.GetRequiredService<BlobStore>(), services.GetRequiredService<IReplicaFactory>()));
        silo.Services.AddSingleton<ActiveSilos>();
        silo.Services.AddSingleton<IOtherSilos>(services => services.GetRequiredService<ActiveSilos>());
        silo.Services.TryAddSingleton(SiloCapacity.Default);
        silo.Services.AddPlacementDirector<OnNamedSilo, OnNamedSiloDirector>();
        silo.Services.AddTrainingSerialization();
        silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
        silo.Services.AddHostedService<JobKeeper>();
        silo.Services.AddHostedService<WorkerDrain>();
        silo.Services.AddSingleton<BlobSweep>();
        silo.Services.AddHostedService(services => services.GetRequiredService<BlobSweep>());
        return silo;
    }
}
