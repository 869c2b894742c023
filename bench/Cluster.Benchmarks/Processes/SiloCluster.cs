using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cluster.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cluster.Benchmarks.Processes;

/// <summary>Silos of one lane each, every one a process bound to a core of its own, that are one cluster.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly List<Process> _silos = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-bench-silos-").FullName;
    private readonly TimeProvider _time;
    private GrpcChannel? _channel;

    private SiloCluster(TimeProvider time) => _time = time;

    /// <summary>Number of silos.</summary>
    public int Count => _silos.Count;

    /// <summary>Starts silos and waits until they serve.</summary>
    /// <param name="count">How many.</param>
    /// <param name="program">The program that is a silo, with its first arguments.</param>
    /// <param name="device">What each computes on; <c>cuda</c> gives each a GPU of its own.</param>
    /// <param name="bind">Whether each gets a core of its own.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<SiloCluster> Start(
        int count, IReadOnlyList<string> program, string device, bool bind, TimeProvider time, CancellationToken cancel)
    {
        var cluster = new SiloCluster(time);
        try
        {
            for (int i = 0; i < count; i++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"silo-{i + 1}");
                string own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
                string its = device == "cuda" ? string.Create(CultureInfo.InvariantCulture, $"cuda:{i}") : device;
                string[] arguments = ["--data", cluster._directory, "--name", name, "--lanes", "1", "--device", its, "--parent", own];
                cluster._silos.Add(ChildProcess.Start(bind ? i : null, [.. program, .. arguments], cluster.LogOf(i)));
            }

            cluster._channel = GrpcChannel.ForAddress(await cluster.Ready(cancel));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Trains a job to its end. Nobody watches meanwhile: the events are read afterwards.</summary>
    /// <exception cref="InvalidOperationException">It did not succeed.</exception>
    public async Task<IReadOnlyList<JobEvent>> Train(JobSpec spec, CancellationToken cancel)
    {
        var jobs = new JobService.JobServiceClient(_channel);
        Job job = await jobs.CreateJobAsync(new CreateJobRequest { Spec = spec, RequestId = Guid.NewGuid().ToString() }, cancellationToken: cancel);
        while (job.EndTime is null)
        {
            await Task.Delay(Poll, _time, cancel);
            job = await jobs.GetJobAsync(new GetJobRequest { Id = job.Id }, cancellationToken: cancel);
        }

        if (job.State != Job.Types.State.Succeeded) throw new InvalidOperationException($"{job.Id} is {job.State}: {job.Message}");
        var events = new List<JobEvent>();
        using AsyncServerStreamingCall<JobEvent> watch = jobs.WatchJob(new WatchJobRequest { Id = job.Id }, cancellationToken: cancel);
        await foreach (JobEvent happened in watch.ResponseStream.ReadAllAsync(cancel)) events.Add(happened);
        return events;
    }

    /// <summary>Ends the silos.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        foreach (Process silo in _silos)
        {
            silo.Kill();
            await silo.WaitForExitAsync(CancellationToken.None);
            silo.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private string LogOf(int silo) => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"silo-{silo + 1}.log"));

    // A silo writes a file when it serves.
    private async Task<Uri> Ready(CancellationToken cancel)
    {
        string records = Path.Combine(_directory, "silos");
        for (long begin = _time.GetTimestamp(); _time.GetElapsedTime(begin) < StartLimit; await Task.Delay(Poll, _time, cancel))
        {
            int ended = _silos.FindIndex(silo => silo.HasExited);
            if (ended >= 0) throw new InvalidOperationException($"A silo ended: {await File.ReadAllTextAsync(LogOf(ended), cancel)}");
            string[] files = Directory.Exists(records) ? Directory.GetFiles(records, "*.json") : [];
            if (files.Length < _silos.Count) continue;
            using JsonDocument record = JsonDocument.Parse(await File.ReadAllTextAsync(files[0], cancel));
            return new Uri(record.RootElement.GetProperty("frontDoor").GetString()!);
        }

        throw new InvalidOperationException($"The silos were not ready within {StartLimit.TotalSeconds} s.");
    }
}
