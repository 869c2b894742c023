using System.Security.Cryptography;
using System.Text;
using Cluster.Grains.Workers;
using Cluster.Silo.Hosting;
using Cluster.SlowLinks.Links;
using Cluster.Training.Replicas;
using Cluster.Training.Tests;
using Cluster.V1;
using Google.Protobuf;
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
    private readonly bool _ownsDisk;
    private readonly SiloHost _silo;
    private readonly GrpcChannel? _channel;
    private bool _killed;

    private RunningSilo(TemporaryDirectory disk, bool ownsDisk, SiloHost silo, GatedReplicaFactory gates, LogLines logs)
    {
        (_disk, _ownsDisk, _silo, Gates, Logs) = (disk, ownsDisk, silo, gates, logs);
        _channel = silo.FrontDoor.Length > 0 ? GrpcChannel.ForAddress(silo.FrontDoor) : null;
    }

    /// <summary>To its front door; not in the role worker.</summary>
    public GrpcChannel Channel => _channel ?? throw new InvalidOperationException("a worker has no front door");

    public JobService.JobServiceClient Jobs => new(Channel);

    public ModelService.ModelServiceClient Models => new(Channel);

    public DatasetService.DatasetServiceClient Datasets => new(Channel);

    public string Data => _disk.Path;

    /// <summary>Address of the services as REST; null if it has none.</summary>
    public string? Rest => _silo.Rest;

    public IServiceProvider Services => _silo.Services;

    public IHostApplicationLifetime Lifetime => Services.GetRequiredService<IHostApplicationLifetime>();

    /// <summary>Address of the metrics; null if it has none.</summary>
    public string? Management => _silo.Management;

    internal GatedReplicaFactory Gates { get; }

    internal LogLines Logs { get; }

    /// <summary>Starts a silo; it is ready when this returns.</summary>
    /// <param name="shared">Its data directory, for a caller that goes on using it; null for one that ends with the silo.</param>
    /// <param name="settings">Its settings; null for the usual ones.</param>
    /// <param name="links">Slow links that stand between it and the others; null for none.</param>
    internal static async Task<RunningSilo> Start(TemporaryDirectory? shared = null, SiloSettings? settings = null, SiloLinks? links = null)
    {
        TemporaryDirectory disk = shared ?? new TemporaryDirectory();
        var gates = new GatedReplicaFactory();
        var logs = new LogLines();
        SiloHost silo = await SiloHost.Start(settings ?? new SiloSettings { Data = disk.Path, Name = "test" }, services =>
        {
            services.AddSingleton<IReplicaFactory>(gates);
            services.RemoveAll<ILoggerProvider>();
            services.AddSingleton<ILoggerProvider>(logs);
            links?.Connect(services);
        });
        return new RunningSilo(disk, ownsDisk: shared is null, silo, gates, logs);
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

    /// <summary>Downloads a model's file, or the rest of it.</summary>
    public async Task<byte[]> Download(string id, string file, long offset = 0)
    {
        var request = new DownloadModelRequest { Id = id, File = file, Offset = offset };
        using AsyncServerStreamingCall<DownloadModelResponse> call = Models.DownloadModel(request, cancellationToken: TimeLimit.Token);
        using var content = new MemoryStream();
        await foreach (DownloadModelResponse chunk in call.ResponseStream.ReadAllAsync(TimeLimit.Token))
        {
            Assert.InRange(chunk.Data.Length, 1, 256 * 1024);
            content.Write(chunk.Data.Span);
        }

        return content.ToArray();
    }

    /// <summary>Uploads content in pieces, from an offset on.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="from">First byte sent.</param>
    /// <param name="end">Where the stream ends; null for the end of the file.</param>
    /// <param name="sha256">What the caller promises; null for the truth.</param>
    public async Task<Upload> Upload(byte[] content, int from = 0, int? end = null, string? sha256 = null)
    {
        using AsyncClientStreamingCall<UploadFileRequest, Upload> call = Datasets.UploadFile(cancellationToken: TimeLimit.Token);
        try
        {
            int at = from;
            do
            {
                int length = Math.Min(100_000, (end ?? content.Length) - at);
                await call.RequestStream.WriteAsync(new UploadFileRequest
                {
                    Sha256 = sha256 ?? DigestOf(content),
                    Size = content.Length,
                    Offset = at,
                    Data = ByteString.CopyFrom(content, at, length),
                });
                at += length;
            }
            while (at < (end ?? content.Length));
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // The server has answered already.
        }

        return await call.ResponseAsync;
    }

    /// <summary>Uploads texts as CSV files, and makes a dataset of them.</summary>
    public async Task<Dataset> Push(string name, bool replace, params (string Name, string Content)[] files)
    {
        var request = new CreateDatasetRequest { Name = name, Replace = replace };
        foreach ((string file, string text) in files)
        {
            byte[] content = Encoding.UTF8.GetBytes(text);
            await Upload(content);
            request.Files.Add(new DatasetFile { Name = file, Size = content.Length, Sha256 = DigestOf(content) });
        }

        return await Datasets.CreateDatasetAsync(request, cancellationToken: TimeLimit.Token);
    }

    /// <summary>Waits until the silo knows of so many others.</summary>
    public async Task Knows(int others)
    {
        var silos = Services.GetRequiredService<ActiveSilos>();
        var membership = Services.GetRequiredService<IClusterMembershipService>();
        await foreach (ClusterMembershipSnapshot _ in membership.MembershipUpdates.WithCancellation(TimeLimit.Token))
        {
            // What a silo tells of itself is asked for after it has become a member.
            while (silos.OtherDataPlanes().Count < others && Active(membership) > others) await Task.Yield();
            if (silos.OtherDataPlanes().Count == others) return;
        }
    }

    public static string DigestOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static int Active(IClusterMembershipService membership) =>
        membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active);

    /// <summary>Stops the silo in good order.</summary>
    public Task Stop() => _silo.Stop();

    /// <summary>Leaves the cluster at once, as a lost process would.</summary>
    public async Task Kill()
    {
        _killed = true;
        await _silo.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (!_killed)
        {
            await _silo.Stop();
            await _silo.DisposeAsync();
        }

        if (_ownsDisk) _disk.Dispose();
    }
}
