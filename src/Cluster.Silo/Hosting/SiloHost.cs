using System.Net;
using Cluster.Grains.Hosting;
using Cluster.Grains.Jobs;
using Cluster.Grains.Telemetry;
using Cluster.Grains.Workers;
using Cluster.Silo.Access;
using Cluster.Silo.Certificates;
using Cluster.Silo.DataPlane;
using Cluster.Silo.FrontDoor;
using Cluster.Silo.Rest;
using Cluster.Silo.Telemetry;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Cluster.Training.Replicas;
using Cluster.Training.Workers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cluster.Silo.Hosting;

/// <summary>A running silo, composed of grains, data plane and front door around a device.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly SiloSettings _settings;
    private readonly DataDirectory _data;
    private readonly ListeningPort _frontDoor;
    private readonly ListeningPort _dataPlane;
    private readonly SidePorts _sidePorts;
    private readonly WebApplication _app;
    private SiloRecord? _record;

    private SiloHost(SiloSettings settings, Action<IServiceCollection> addReplicas)
    {
        _settings = settings;
        _data = new DataDirectory(settings.Data, settings.Blobs);
        _frontDoor = new ListeningPort(settings.Port, IPAddress.Parse(settings.Listen), settings.Tls.Certificate.Length > 0);
        _dataPlane = new ListeningPort(0, isSecure: settings.Peers.Certificate.Length > 0);
        _sidePorts = new SidePorts(settings);
        try
        {
            _app = Build(addReplicas);
        }
        catch
        {
            FreePorts();
            throw;
        }
    }

    /// <summary>Address of the gRPC services.</summary>
    public string FrontDoor => _frontDoor.Address;

    /// <summary>Address of the same services as REST; null if it has none.</summary>
    public string? Rest => _sidePorts.Rest?.Address;

    /// <summary>Address of the metrics; null if it has none.</summary>
    public string? Management => _sidePorts.Management?.Address;

    /// <summary>What the silo is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a silo; it is ready when this returns.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="addReplicas">Registers <see cref="IReplicaFactory"/>, and what it needs.</param>
    /// <exception cref="SiloStartException">It cannot start.</exception>
    public static async Task<SiloHost> Start(SiloSettings settings, Action<IServiceCollection> addReplicas)
    {
        try
        {
            var silo = new SiloHost(settings, addReplicas);
            await silo.Start();
            return silo;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
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
        FreePorts();
    }

    private async Task Start()
    {
        try
        {
            await _app.StartAsync();
            // The device is made by whoever asks first; a silo that has none must not be called ready.
            _ = Services.GetRequiredService<IReplicaFactory>();
            // What is observed is there from the start, also where nothing has been trained yet.
            _ = (Services.GetRequiredService<TrainingInstruments>(), Services.GetRequiredService<SiloInstruments>());
            DateTimeOffset now = Services.GetRequiredService<TimeProvider>().GetUtcNow();
            var record = new SiloRecord(Environment.ProcessId, _settings.Name, _frontDoor.Address, _dataPlane.Address, now);
            record.Write(_data.Silos);
            _record = record;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private void FreePorts()
    {
        _sidePorts.Dispose();
        _dataPlane.Dispose();
        _frontDoor.Dispose();
    }

    private WebApplication Build(Action<IServiceCollection> addReplicas)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        AddLogging(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseLimits(_settings);
            kestrel.ListenHandle(_frontDoor.Handle, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseLimits(_settings);
                listen.UseTls(_settings.Tls, _settings.Access.CallerAuthority);
            });
            kestrel.ListenHandle(_dataPlane.Handle, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UsePeerTls();
            });
            _sidePorts.AddTo(kestrel);
        });

        AddWorkers(builder.Services);
        addReplicas(builder.Services);
        builder.AddTelemetry(_settings);
        builder.UseOrleans(silo =>
        {
            if (builder.SendsTelemetry(_settings)) silo.AddActivityPropagation();
            silo.UseTrainingSettings(_data);
            silo.UsePeerTls(_settings.Peers);
            silo.AddTrainingGrains(new SiloIdentity(UniqueName(), _dataPlane.Address));
        });
        AddFrontDoor(builder.Services);
        if (_sidePorts.Rest is not null) builder.Services.AddRest();
        builder.Services.AddAccess(_settings, _data.AdminKey);

        WebApplication app = builder.Build();
        IEndpointRouteBuilder frontDoor = app.MapFrontDoor(_settings, PortOf());
        if (_sidePorts.Rest is { } rest) app.UseRest(_settings, rest.Port);
        frontDoor.MapGrpcService<JobFrontDoor>();
        frontDoor.MapGrpcService<ModelFrontDoor>();
        frontDoor.MapGrpcService<DatasetFrontDoor>();
        frontDoor.MapGrpcService<AccessFrontDoor>();
        frontDoor.MapGrpcHealthChecksService().AllowAnonymous();
        frontDoor.MapGrpcReflectionService();
        if (_sidePorts.Management is { } management) app.MapMetrics(management.Port);
        app.MapDataPlane(_dataPlane.Port);
        app.MapBlobs(_dataPlane.Port);
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
    }

    private void AddWorkers(IServiceCollection services)
    {
        var blobs = new BlobStore(_data.Blobs);
        blobs.RemoveAbandoned();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_settings);
        services.AddSingleton(blobs);
        services.AddSingleton(_data);
        services.AddSingleton<SiloInstruments>();
        services.AddSingleton(new JobStorage(_data.Jobs));
        services.AddSingleton(new SiloCapacity(_settings.Jobs));
        services.AddSingleton(DataPlaneToken.ReadOrCreate(_data.Token));
        services.AddPeerTls(_settings.Peers);
        services.AddSingleton<HttpExchange>();
        services.AddSingleton<IPeerExchange>(provider => provider.GetRequiredService<HttpExchange>());
        services.AddHostedService<DeadPeerWatch>();
        services.AddSingleton<IBlobPeers, HttpBlobPeers>();
        services.AddSingleton<WorkerSurroundings>();
        services.AddHostedService<ParentWatch>();
    }

    private static void AddFrontDoor(IServiceCollection services)
    {
        services.AddGrpc(grpc => grpc.Interceptors.Add<ClusterFaults>());
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<ReadinessCheck>("ready");
        services.AddSingleton<JobEventStream>();
        services.AddSingleton<DatasetSources>();
    }

    private Func<EndpointBuilder, int> PortOf() =>
        _sidePorts.Rest is { } rest ? RestFrontDoor.Ports(_frontDoor.Port, rest.Port) : _ => _frontDoor.Port;

    // A name that was used before belongs to a silo that others may still believe alive.
    private string UniqueName() => $"{_settings.Name}-{Guid.NewGuid().ToString("N")[..4]}";
}
