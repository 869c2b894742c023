using Cluster.Silo.Hosting;
using Cluster.Training.Replicas;
using Cluster.Training.Tests;
using Cluster.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cluster.Silo.Tests.Servers;

/// <summary>A real silo in this process, with closed-form replicas and a data directory of its own, and clients for it.</summary>
public sealed class RunningSilo : IAsyncDisposable
{
    private readonly TemporaryDirectory _disk;
    private readonly SiloHost _silo;

    private RunningSilo(TemporaryDirectory disk, SiloHost silo, GatedReplicaFactory gates, LogLines logs)
    {
        (_disk, _silo, Gates, Logs) = (disk, silo, gates, logs);
        Channel = GrpcChannel.ForAddress(silo.FrontDoor);
    }

    public GrpcChannel Channel { get; }

    public JobService.JobServiceClient Jobs => new(Channel);

    public ModelService.ModelServiceClient Models => new(Channel);

    public string Data => _disk.Path;

    public IServiceProvider Services => _silo.Services;

    public IHostApplicationLifetime Lifetime => Services.GetRequiredService<IHostApplicationLifetime>();

    internal GatedReplicaFactory Gates { get; }

    internal LogLines Logs { get; }

    public static async Task<RunningSilo> Start(Action<TemporaryDirectory>? prepare = null)
    {
        var disk = new TemporaryDirectory();
        prepare?.Invoke(disk);
        var gates = new GatedReplicaFactory();
        var logs = new LogLines();
        SiloHost silo = await SiloHost.Start(new SiloSettings { Data = disk.Path, Name = "test" }, services =>
        {
            services.AddSingleton<IReplicaFactory>(gates);
            services.RemoveAll<ILoggerProvider>();
            services.AddSingleton<ILoggerProvider>(logs);
        });
        return new RunningSilo(disk, silo, gates, logs);
    }

    /// <summary>Starts a job.</summary>
    public async Task<Job> Create(JobSpec spec) => await Jobs.CreateJobAsync(new CreateJobRequest { Spec = spec }, cancellationToken: TimeLimit.Token);

    /// <summary>Reads a job's events to the end of the stream.</summary>
    public async Task<List<JobEvent>> Watch(string id, long after = 0)
    {
        using AsyncServerStreamingCall<JobEvent> call = Jobs.WatchJob(new WatchJobRequest { Id = id, AfterSequence = after }, cancellationToken: TimeLimit.Token);
        var events = new List<JobEvent>();
        await foreach (JobEvent happened in call.ResponseStream.ReadAllAsync(TimeLimit.Token))
        {
            if (happened.Sequence > 0) events.Add(happened);
        }

        return events;
    }

    /// <summary>Waits for the first event that fits.</summary>
    public async Task Until(string id, Predicate<JobEvent> fits)
    {
        using AsyncServerStreamingCall<JobEvent> call = Jobs.WatchJob(new WatchJobRequest { Id = id }, cancellationToken: TimeLimit.Token);
        await foreach (JobEvent happened in call.ResponseStream.ReadAllAsync(TimeLimit.Token))
        {
            if (fits(happened)) return;
        }

        Assert.Fail($"job {id} ended before");
    }

    /// <summary>Trains a job to its end.</summary>
    public async Task<Job> Train(JobSpec spec)
    {
        Job job = await Create(spec);
        await Watch(job.Id);
        return await Get(job.Id);
    }

    public async Task<Job> Get(string id) => await Jobs.GetJobAsync(new GetJobRequest { Id = id }, cancellationToken: TimeLimit.Token);

    /// <summary>Stops the silo in good order.</summary>
    public Task Stop() => _silo.Stop();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _silo.Stop();
        await _silo.DisposeAsync();
        _disk.Dispose();
    }
}
