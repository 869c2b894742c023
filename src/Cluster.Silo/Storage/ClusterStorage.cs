using Cluster.Silo.Hosting;
using Cluster.Silo.Storage.Postgres;
using Cluster.Silo.Storage.Redis;
using Cluster.Silo.Storage.Shared;

namespace Cluster.Silo.Storage;

/// <summary>Opens the storage that the settings name. Libraries of the others are not loaded.</summary>
internal static class ClusterStorage
{
    /// <summary>Orleans' name for the storage of grains that name none.</summary>
    public const string DefaultGrainStorage = "Default";

    /// <exception cref="SiloStartException">The storage cannot be used.</exception>
    public static async Task<IClusterStorage> Open(SiloSettings settings, DataDirectory data) => settings.Storage switch
    {
        StorageKind.Files => new FileClusterStorage(data),
        StorageKind.Redis => await SharedClusterStorage.Open(await RedisStore.Connect(ConnectionString.Of(settings)), data),
        StorageKind.Postgres => await SharedClusterStorage.Open(await PostgresStore.Connect(ConnectionString.Of(settings)), data),
        _ => throw new SiloStartException("--storage must be files, redis or postgres"),
    };
}
