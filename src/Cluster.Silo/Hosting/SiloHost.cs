using Cluster.Grains.Hosting;
using Cluster.Grains.Jobs;
using Cluster.Grains.Workers;
using Cluster.Models.Devices;
using Cluster.Models.Replicas;
using Cluster.Models.Runtime;
using Cluster.Silo.DataPlane;
using Cluster.Silo.FrontDoor;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Cluster.Training.Replicas;
using Cluster.Training.Workers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cluster.Silo.Hosting;

/// <summary>Composes a silo: grains, device, data plane and front door.</summary>
internal sealed class SiloHost(SiloSettings settings)
{
    private readonly DataDirectory _data = new(settings.Data);

    /// <summary>Runs the silo until it is told to stop.</summary>
    /// <exception cref="SiloStartException">It cannot start.</exception>
    public async Task Run()
    {
        // Loading libtorch takes as long as starting Orleans: both at once.
        Task torch = Task.Run(TorchRuntime.Initialize);
        using var frontDoor = new ListeningPort(settings.Port);
        using var dataPlane = new ListeningPort(0);
        await using WebApplication app = Build(frontDoor, dataPlane);
        await app.StartAsync();
        await torch;
        var record = new SiloRecord(
            Environment.ProcessId, settings.Name, frontDoor.Address, dataPlane.Address, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        record.Write(_data.Silos);
        try
        {
            await app.WaitForShutdownAsync();
        }
        finally
        {
            record.Remove(_data.Silos);
        }
    }

    private WebApplication Build(ListeningPort frontDoor, ListeningPort dataPlane)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        builder.Logging.SetMinimumLevel(settings.Verbose ? LogLevel.Information : LogLevel.Warning).AddFilter("Cluster", LogLevel.Information);
        // It counts the machine's uptime as a delay, at every start.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // Advice for servers with many cores; a silo computes in lanes, outside the managed heap.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenHandle(frontDoor.Handle, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.ListenHandle(dataPlane.Handle, listen => listen.Protocols = HttpProtocols.Http1);
        });

        AddWorkers(builder.Services);
        builder.UseOrleans(silo =>
        {
            silo.UseTrainingSettings(_data);
            silo.AddTrainingGrains(new SiloIdentity(UniqueName(), dataPlane.Address));
        });
        AddFrontDoor(builder.Services);

        WebApplication app = builder.Build();
        app.MapGrpcService<JobFrontDoor>();
        app.MapGrpcService<ModelFrontDoor>();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapDataPlane(dataPlane.Port);
        return app;
    }

    private void AddWorkers(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(new BlobStore(_data.Blobs));
        services.AddSingleton(new JobStorage(_data.Jobs));
        services.AddSingleton(DataPlaneToken.ReadOrCreate(_data.Token));
        services.AddSingleton(_ => new CpuDevice(settings.Lanes));
        services.AddSingleton<IReplicaFactory, TorchReplicaFactory>();
        services.AddSingleton<IPeerExchange, HttpExchange>();
        services.AddSingleton<WorkerSurroundings>();
        services.AddHostedService<ParentWatch>();
    }

    private static void AddFrontDoor(IServiceCollection services)
    {
        services.AddGrpc(grpc => grpc.Interceptors.Add<ClusterFaults>());
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<ReadinessCheck>("ready");
        services.AddSingleton<JobEventStream>();
    }

    // A name that was used before belongs to a silo that others may still believe alive.
    private string UniqueName() => $"{settings.Name}-{Guid.NewGuid().ToString("N")[..4]}";
}
