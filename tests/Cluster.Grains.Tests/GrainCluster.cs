using System.Collections.Concurrent;
using Cluster.Grains.Hosting;
using Cluster.Grains.Jobs;
using Cluster.Grains.Serialization;
using Cluster.Grains.Workers;
using Cluster.Training.Blobs;
using Cluster.Training.Events;
using Cluster.Training.Exchange;
using Cluster.Training.Replicas;
using Cluster.Training.Tests;
using Cluster.Training.Workers;
using Cluster.V1;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Cluster.Grains.Tests;

/// <summary>Silos in this process with closed-form replicas, a data plane of copies, and storage that outlives silos.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _disk = new();
    private readonly ConcurrentDictionary<string, (BinaryData, string)> _records = [];
    private readonly LocalExchange _exchange = new();
    private readonly InProcessTestCluster _cluster;

    private readonly IEventLogs _logs;

    private GrainCluster(int silos, IEventLogs? logs)
    {
        _logs = logs ?? new FileEventLogs(_disk["jobs"], TimeProvider.System);
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) => Configure(silo, options.SiloName));
        builder.ConfigureClient(client => client.Services.AddTrainingSerialization());
        _cluster = builder.Build();
    }

    public IJobDirectoryGrain Jobs => _cluster.Client.GetGrain<IJobDirectoryGrain>(IJobDirectoryGrain.Key);

    public IReadOnlyList<string> Silos => [.. _cluster.Silos.Select(silo => silo.Name)];

    /// <summary>Gate that every gradient passes; lets a test stop time in the middle of a step.</summary>
    public StepGate Gate { get; } = new();

    /// <param name="silos">Silos to start.</param>
    /// <param name="logs">Where event logs are; null for files.</param>
    public static async Task<GrainCluster> Start(int silos, IEventLogs? logs = null)
    {
        var cluster = new GrainCluster(silos, logs);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    public ICoordinatorGrain Coordinator(string job) => _cluster.Client.GetGrain<ICoordinatorGrain>(job);

    public async Task<Job> Create(JobSpec spec, string requestId = "") =>
        (await Jobs.Create(spec, spec, requestId)).Job ?? throw new InvalidOperationException("the request id was used before");

    /// <summary>A job's worker on a silo; null if there is none.</summary>
    public TrainingWorker? WorkerOn(string silo, string job) =>
        ServiceOf<SiloWorkers>(silo).Find(job);

    /// <summary>Stops a silo; its workers answer nobody any more.</summary>
    public async Task Kill(string silo)
    {
        _exchange.Disconnect(EndpointOf(silo));
        await _cluster.KillSiloAsync(_cluster.Silos.First(handle => handle.Name == silo));
    }

    /// <summary>Tells a silo to stop, as SIGTERM does, and waits until it has.</summary>
    public Task Stop(string silo) => _cluster.StopSiloAsync(_cluster.Silos.First(handle => handle.Name == silo));

    /// <summary>Lets a silo's workers take their leave, as they do before it stops.</summary>
    public Task Leave(string silo, TimeSpan limit) => ServiceOf<SiloWorkers>(silo).Leave(limit);

    /// <summary>Makes a job's record look as if another activation of its coordinator had written it.</summary>
    public void TouchRecord(string job)
    {
        string key = $"job/{Coordinator(job).GetGrainId()}";
        (BinaryData state, _) = _records[key];
        _records[key] = (state, "another activation");
    }

    public Task AddSilo() => _cluster.StartAdditionalSiloAsync();

    /// <summary>Name of the silo that holds a job's coordinator.</summary>
    public string SiloOfCoordinator(string job)
    {
        Assert.True(_cluster.TryGetGrainContext(Coordinator(job).GetGrainId(), out IGrainContext? context));
        return _cluster.Silos.First(silo => silo.SiloAddress.Equals(context!.Address.SiloAddress)).Name;
    }

    /// <summary>Reads a job's events until it has ended.</summary>
    public async Task<List<JobEvent>> Watch(string job, long after = 0, Func<JobEvent, bool>? until = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var events = new List<JobEvent>();
        for (long seen = after; ;)
        {
            EventPage? page = await TryRead(job, seen, events, limit.Token);
            foreach (JobEvent happened in page?.Events ?? [])
            {
                seen = happened.Sequence;
                events.Add(happened);
                if (until?.Invoke(happened) == true) return events;
            }

            if (page is { Ended: true }) return events;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        await _cluster.DisposeAsync();
        _disk.Dispose();
    }

    // Calls in flight to a silo that is stopped fail; a watcher asks again, as the front door does.
    private async Task<EventPage?> TryRead(string job, long after, List<JobEvent> events, CancellationToken cancel)
    {
        try
        {
            return await Coordinator(job).ReadEvents(after, 100, TimeSpan.FromSeconds(1), cancel).WaitAsync(TimeSpan.FromSeconds(5), cancel);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"job {job} did not end; last events: {string.Join(" | ", events.TakeLast(5))}");
        }
    }

    private void Configure(ISiloBuilder silo, string name)
    {
        silo.AddTrainingGrains(new SiloIdentity(name, EndpointOf(name)));
        silo.Services.AddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(new BlobStore(_disk["blobs"]));
        silo.Services.AddSingleton(_logs);
        silo.Services.AddSingleton<IReplicaFactory>(new GatedReplicaFactory(Gate, name));
        silo.Services.AddSingleton<IPeerExchange>(_exchange);
        silo.Services.AddSingleton<IBlobPeers, LocalBlobPeers>();
        silo.Services.AddSingleton<WorkerSurroundings>();
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            "Default", (services, _) => new SharedStorage(_records, services.GetRequiredService<IGrainStorageSerializer>()));
        silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>("Default"));
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(15));
        silo.AddStartupTask((services, _) =>
        {
            SiloWorkers workers = services.GetRequiredService<SiloWorkers>();
            _exchange.Connect(EndpointOf(name), workers.Find);
            return Task.CompletedTask;
        });
    }

    private T ServiceOf<T>(string silo)
        where T : notnull => _cluster.GetSiloServiceProvider(_cluster.Silos.First(handle => handle.Name == silo).SiloAddress).GetRequiredService<T>();

    private static string EndpointOf(string silo) => $"local://{silo}";
}
