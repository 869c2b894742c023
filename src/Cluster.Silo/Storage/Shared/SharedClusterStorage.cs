using System.Security.Cryptography;
using Cluster.Grains.Hosting;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Hosting;
using Cluster.Training.Events;
using Orleans.Storage;

namespace Cluster.Silo.Storage.Shared;

/// <summary>Everything on a server, so that silos may have data directories of their own, on several machines.</summary>
internal sealed class SharedClusterStorage : IClusterStorage
{
    /// <summary>Name of Orleans' own provider, which the default storage stands in front of.</summary>
    private const string Provider = "provider";

    private readonly ISharedStore _store;
    private readonly StoreIdentity _identity;

    private SharedClusterStorage(ISharedStore store, StoreIdentity identity, DataPlaneToken token) =>
        (_store, _identity, Token) = (store, identity, token);

    public DataPlaneToken Token { get; }

    /// <summary>Joins the cluster of a store.</summary>
    /// <exception cref="SiloStartException">The store cannot be used by this silo.</exception>
    public static async Task<SharedClusterStorage> Open(ISharedStore store, DataDirectory data)
    {
        try
        {
            StoreIdentity identity = await StoreIdentity.Join(store, data.StoreIdentity);
            string fresh = RandomNumberGenerator.GetHexString(DataPlaneToken.HexDigits, lowercase: true);
            return new SharedClusterStorage(store, identity, new DataPlaneToken(await store.GetOrAdd("data-plane-token", fresh, CancellationToken.None)));
        }
        catch (Exception error)
        {
            await store.DisposeAsync();
            if (error is IOException) throw new SiloStartException(error.Message);
            throw;
        }
    }

    public void AddTo(ISiloBuilder silo)
    {
        _store.AddProviders(silo, Provider);
        silo.Services.AddSingleton(_store);
        silo.Services.AddSingleton(_identity);
        silo.Services.AddSingleton<StoreWatch>();
        silo.Services.AddHostedService(services => services.GetRequiredService<StoreWatch>());
        silo.Services.AddHostedService<BlobCopier>();
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            ClusterStorage.DefaultGrainStorage,
            (services, _) => new SharedGrainStorage(
                services.GetRequiredKeyedService<IGrainStorage>(Provider), _identity, services.GetRequiredService<IGrainStorageSerializer>(), _store.Name));
        silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ClusterStorage.DefaultGrainStorage));
        silo.Services.AddSingleton<IEventLogs>(services => new StoredEventLogs(_store.Events, services.GetRequiredService<TimeProvider>()));
    }

    public void AddTo(IClientBuilder client) => _store.AddGateways(client);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
