using Cluster.Grains.Workers;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Cluster.Training.Tests;
using Cluster.Training.Tests.Runs;
using Cluster.Training.Vectors;
using Cluster.Training.Workers;
using Cluster.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cluster.Silo.Tests.DataPlane;

/// <summary>A silo's data plane on a real port, with the worker of one job behind it.</summary>
internal sealed class DataPlaneServer : IAsyncDisposable
{
    public const string Job = "names-abc123";

    public static readonly DataPlaneToken Token = new(new string('7', 64));

    private readonly TemporaryDirectory _disk = new();
    private readonly ListeningPort _port = new(0);
    private readonly WebApplication _app;
    private VectorPool? _pool;

    private DataPlaneServer(JobSpec spec)
    {
        var blobs = new BlobStore(_disk.Path);
        var fetcher = new BlobFetcher(blobs, new PartialBlobs(blobs, TimeProvider.System), new LocalBlobPeers(), TimeProvider.System);
        var surroundings = new WorkerSurroundings(new QuadraticReplicaFactory(), new LocalExchange(), blobs, fetcher, TimeProvider.System);
        var workers = new SiloWorkers(new SiloIdentity("silo-1", Endpoint), surroundings, TimeProvider.System);
        Spec = spec;
        Worker = workers.GetOrAdd(Job, Spec);

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHandle(_port.Handle, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton(Token);
        builder.Services.AddSingleton(workers);
        _app = builder.Build();
        _app.MapPulls(_port.Port);
    }

    public JobSpec Spec { get; }

    public TrainingWorker Worker { get; }

    public LogLines Logs { get; } = new();

    public string Endpoint => _port.Address;

    public static async Task<DataPlaneServer> Start(JobSpec? spec = null)
    {
        var server = new DataPlaneServer(spec ?? RunSpecs.Small());
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Pulls from it.</summary>
    public static SocketExchange Exchange(bool readsMemory) => new(Token, readsMemory, NullLogger<SocketExchange>.Instance);

    /// <summary>Puts a block up on the worker's board.</summary>
    public void Publish(long attempt, string name, ReadOnlySpan<float> values)
    {
        _pool = new VectorPool(values.Length);
        FlatVector vector = _pool.Rent();
        values.CopyTo(vector.GetSpan());
        Worker.Board.Publish(attempt, name, vector, values.Length);
        vector.Release();
    }

    /// <summary>Answers no more.</summary>
    public async Task Stop()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _port.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Worker.Dispose();
        _pool?.Dispose();
        _disk.Dispose();
    }
}
