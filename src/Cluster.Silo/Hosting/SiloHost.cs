using Cluster.Grains.Hosting;
using Cluster.Grains.Telemetry;
using Cluster.Grains.Workers;
using Cluster.Silo.Access;
using Cluster.Silo.Certificates;
using Cluster.Silo.DataPlane;
using Cluster.Silo.FrontDoor;
using Cluster.Silo.Outside;
using Cluster.Silo.Rest;
using Cluster.Silo.Storage;
using Cluster.Silo.Telemetry;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Cluster.Training.Replicas;
using Cluster.Training.Workers;

namespace Cluster.Silo.Hosting;

/// <summary>A running silo, composed of grains, data plane and front door around a device.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly SiloSettings _settings;
    private readonly DataDirectory _data;
    private readonly IClusterStorage _storage;
    private readonly SiloPorts _ports;
    private readonly WebApplication _app;
    private SiloRecord? _record;

    private SiloHost(SiloSettings settings, SiloPorts ports, DataDirectory data, IClusterStorage storage, Action<IServiceCollection> addReplicas)
    {
        (_settings, _ports, _data, _storage) = (settings, ports, data, storage);
        _app = Build(addReplicas);
    }

    /// <summary>Address of the gRPC services; empty if it has none.</summary>
    public string FrontDoor => _ports.FrontDoor?.Address ?? "";

    /// <summary>Address of the answers for operators; empty if it has none.</summary>
    public string Management => _ports.Management?.Address ?? "";

    /// <summary>Address of the same services as REST; empty if it has none.</summary>
    public string Rest => _ports.Rest?.Address ?? "";

    /// <summary>What the silo is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a silo; it is ready when this returns.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="addReplicas">Registers <see cref="IReplicaFactory"/>, and what it needs.</param>
    /// <exception cref="SiloStartException">It cannot start.</exception>
    public static async Task<SiloHost> Start(SiloSettings settings, Action<IServiceCollection> addReplicas)
    {
        var ports = new SiloPorts(settings);
        try
        {
            var data = new DataDirectory(settings.Data, BlobDirectory(settings));
            var silo = new SiloHost(settings, ports, data, await ClusterStorage.Open(settings, data), addReplicas);
            await silo.Start();
            return silo;
        }
        catch (Exception error)
        {
            ports.Dispose();
            if (error is not (IOException or UnauthorizedAccessException)) throw;
            throw new SiloStartException($"the data directory {Path.GetFullPath(settings.Data)} cannot be used: {error.Message}");
        }
    }

    /// <summary>Waits until the silo was told to stop, by a signal or from within, and did so in good order.</summary>
    public Task WaitForShutdown() => _app.WaitForShutdownAsync();

    /// <summary>Stops the silo in good order.</summary>
    public Task Stop() => _app.StopAsync();

    /// <summary>Ends a silo that has stopped, or leaves the cluster at once, as a lost process would.</summary>
    public async ValueTask DisposeAsync()
    {
        _record?.Remove(_data.Silos);
        await _app.DisposeAsync();
        await _storage.DisposeAsync();
        _ports.Dispose();
        if (_settings is { Role: SiloRole.Frontdoor, Blobs: "" } && Directory.Exists(_data.Blobs)) Directory.Delete(_data.Blobs, recursive: true);
    }

    private async Task Start()
    {
        try
        {
            await _app.StartAsync();
            // What is observed is there from the start, also where nothing has been trained yet.
            _ = Services.GetRequiredService<SiloInstruments>();
            if (_settings.Role == SiloRole.Frontdoor) return;
            _ = Services.GetRequiredService<TrainingInstruments>();
            // The device is made by whoever asks first; a silo that has none must not be called ready.
            _ = Services.GetRequiredService<IReplicaFactory>();
            if (_settings.Role == SiloRole.Worker) return;
            DateTimeOffset now = Services.GetRequiredService<TimeProvider>().GetUtcNow();
            var record = new SiloRecord(Environment.ProcessId, _settings.Name, FrontDoor, _ports.DataPlane!.Address, now);
            record.Write(_data.Silos);
            _record = record;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private WebApplication Build(Action<IServiceCollection> addReplicas)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        AddLogging(builder.Logging);
        builder.WebHost.ConfigureKestrel(_ports.AddTo);
        AddShared(builder.Services);
        addReplicas(builder.Services);
        bool traces = builder.AddTelemetry(_settings);
        if (_ports.DataPlane is { } dataPlane)
        {
            AddWorkers(builder.Services);
            builder.UseOrleans(silo =>
            {
                if (traces) silo.AddActivityPropagation();
                silo.UseTrainingSettings(_storage, _settings);
                silo.UsePeerTls(_settings.Peers);
                silo.AddTrainingGrains(new SiloIdentity(UniqueName(), dataPlane.Address));
            });
        }
        else
        {
            AddOutside(builder.Services);
            builder.UseOrleansClient(client =>
            {
                if (traces) client.AddActivityPropagation();
                client.UseTrainingClient(_storage);
                client.UsePeerTls(_settings.Peers);
            });
        }

        if (_ports.FrontDoor is not null) AddFrontDoor(builder.Services);
        // What is registered last is told first to stop: jobs go on while load balancers look elsewhere.
        builder.Services.AddHostedService<Draining>();
        return Map(builder.Build());
    }

    private WebApplication Map(WebApplication app)
    {
        if (_ports.FrontDoor is { } front)
        {
            IEndpointRouteBuilder frontDoor = app.MapFrontDoor(
                _settings, _ports.Rest is { } either ? RestFrontDoor.Ports(front.Port, either.Port) : _ => front.Port);
            if (_ports.Rest is { } rest) app.UseRest(_settings, rest.Port, frontDoor);
            frontDoor.MapGrpcService<JobFrontDoor>();
            frontDoor.MapGrpcService<ModelFrontDoor>();
            frontDoor.MapGrpcService<DatasetFrontDoor>();
            frontDoor.MapGrpcService<AccessFrontDoor>();
            frontDoor.MapGrpcHealthChecksService().AllowAnonymous();
            frontDoor.MapGrpcReflectionService();
        }

        if (_ports.DataPlane is { } dataPlane)
        {
            app.MapPulls(dataPlane.Port);
            app.MapBlobs(dataPlane.Port);
            app.MapUploads(dataPlane.Port);
        }

        if (_ports.Management is { } management)
        {
            app.MapHealth(management.Port);
            app.MapMetrics(management.Port);
        }

        return app;
    }

    private void AddLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        if (_settings.LogFormat == LogFormat.Json)
            logging.AddJsonConsole(console => (console.IncludeScopes, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        else
            logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        logging.SetMinimumLevel(_settings.Verbose ? LogLevel.Information : LogLevel.Warning).AddFilter("Cluster", LogLevel.Information);
        // It counts the machine's uptime as a delay, at every start.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // Advice for servers with many cores; a silo computes in lanes, outside the managed heap.
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        // Whoever asks for the health is told; a front door that waits for silos says so twice a second.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None).AddFilter("Orleans.Messaging.GatewayManager", LogLevel.Error);
    }

    private void AddShared(IServiceCollection services)
    {
        var blobs = new BlobStore(_data.Blobs);
        blobs.RemoveAbandoned();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_settings);
        services.AddSingleton(_data);
        services.AddSingleton(blobs);
        services.AddSingleton<SiloInstruments>();
        services.AddSingleton(_storage.Token);
        services.AddPeerTls(_settings.Peers);
        services.AddSingleton<IBlobPeers, HttpBlobPeers>();
        services.AddHealthChecks().AddCheck<ReadinessCheck>("ready");
        services.AddHostedService<ParentWatch>();
    }

    private void AddWorkers(IServiceCollection services)
    {
        services.AddSingleton(new SiloCapacity(_settings.Jobs));
        services.AddSingleton(provider => new SocketExchange(
            _storage.Token, _settings.PeerMemory, provider.GetRequiredService<ILogger<SocketExchange>>(), provider.GetService<PeerTls>()));
        services.AddSingleton<IPeerExchange>(provider => provider.GetRequiredService<SocketExchange>());
        services.AddHostedService<DeadPeerWatch>();
        services.AddSingleton<WorkerSurroundings>();
        services.AddSingleton<IUploads, LocalUploads>();
    }

    private static void AddOutside(IServiceCollection services)
    {
        services.AddSingleton<PartialBlobs>();
        services.AddSingleton<BlobFetcher>();
        services.AddSingleton<UploadClient>();
        services.AddSingleton<IUploads, SiloUploads>();
        services.AddHostedService<CacheSweep>();
    }

    private void AddFrontDoor(IServiceCollection services)
    {
        services.AddAccess(_settings, _data.AdminKey);
        if (_ports.Rest is not null) services.AddRest();
        services.AddGrpc(grpc => grpc.Interceptors.Add<ClusterFaults>());
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks();
        services.AddSingleton<JobEventStream>();
        services.AddSingleton<DatasetSources>();
        services.AddSingleton<FileIntake>();
        services.AddSingleton<ModelDownloads>();
    }

    // A front door has copies of what silos have, so it must not take their place for its own.
    private static string BlobDirectory(SiloSettings settings) => settings is { Role: SiloRole.Frontdoor, Blobs: "" }
        ? Path.Combine(Path.GetTempPath(), $"cluster-cache-{Guid.NewGuid():N}")
        : settings.Blobs;

    // A name that was used before belongs to a silo that others may still believe alive.
    private string UniqueName() => $"{_settings.Name}-{Guid.NewGuid().ToString("N")[..4]}";
}
