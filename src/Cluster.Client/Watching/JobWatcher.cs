using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.V1;
using Grpc.Net.Client;

namespace Cluster.Client.Watching;

/// <summary>
/// The events of a job in order, each once, up to the one with the final state. Broken streams are taken up again where they
/// ended, also at another server; only if nothing was heard for <see cref="Patience"/> the reader gets an exception.
/// Heartbeats are passed on, so that the reader sees that the job is watched. To be read once.
/// </summary>
public sealed class JobWatcher : IAsyncEnumerable<JobEvent>
{
    private readonly ServerConnection _connection;
    private readonly string _job;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private DateTimeOffset _lastHeard;

    internal JobWatcher(ServerConnection connection, string job, long after, TimeProvider time)
    {
        _connection = connection;
        _job = job;
        LastSequence = after;
        _time = time;
        _backoff = new Backoff(time);
    }

    /// <summary>Silence after which a stream counts as lost; the server sends a heartbeat about every 5 s.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(45);

    /// <summary>Time without any sign of a server after which watching ends with an error.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Sequence of the last event seen; watching goes on after it.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Why nothing comes at present; null while connected.</summary>
    public string? Interruption { get; private set; }

    /// <summary>Begins to read.</summary>
    /// <param name="cancellationToken">Ends the reading, never the job.</param>
    /// <exception cref="ClusterException">NotFound: no such job. Unavailable: no server for <see cref="Patience"/>.</exception>
    public async IAsyncEnumerator<JobEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        _lastHeard = _time.GetUtcNow();
        while (true)
        {
            using ResponseStream<JobEvent>? stream = await ConnectAsync(cancellationToken);
            while (stream is not null && await stream.NextAsync() is JobEvent jobEvent)
            {
                if (!Accept(jobEvent))
                    continue;
                yield return jobEvent;
                if (jobEvent.IsFinal())
                    yield break;
            }
            if (stream is { Break: null } && await HasEndedAsync(cancellationToken))
                yield break;
            await PauseAsync(stream?.Break, cancellationToken);
        }
    }

    private async Task<ResponseStream<JobEvent>?> ConnectAsync(CancellationToken cancel)
    {
        try
        {
            GrpcChannel channel = await _connection.OpenAsync(cancel);
            JobService.JobServiceClient client = new(channel);
            WatchJobRequest request = new() { Id = _job, AfterSequence = LastSequence };
            return new ResponseStream<JobEvent>(
                token => client.WatchJob(request, cancellationToken: token), _connection.Server, Silence, _time, cancel);
        }
        catch (ClusterException error) when (error.Kind == ErrorKind.Unavailable)
        {
            Interruption = error.Message;
            return null;
        }
    }

    private bool Accept(JobEvent jobEvent)
    {
        _lastHeard = _time.GetUtcNow();
        _backoff.Reset();
        Interruption = null;
        bool isHeartbeat = jobEvent.Sequence == 0;
        if (!isHeartbeat && jobEvent.Sequence <= LastSequence)
            return false;
        LastSequence = Math.Max(LastSequence, jobEvent.Sequence);
        return true;
    }

    /// <summary>A clean end should mean that the job has ended; a proxy may have made it up, so the server is asked.</summary>
    private async Task<bool> HasEndedAsync(CancellationToken cancel)
    {
        try
        {
            Job job = await _connection.CallAsync(
                (invoker, options) => new JobService.JobServiceClient(invoker).GetJobAsync(new GetJobRequest { Id = _job }, options),
                cancel);
            return job.State.IsFinal();
        }
        catch (ClusterException error) when (error.Kind is ErrorKind.Unavailable)
        {
            return false;
        }
    }

    private async Task PauseAsync(ClusterException? cause, CancellationToken cancel)
    {
        Interruption = cause?.Message ?? Interruption ?? "The stream of events ended early.";
        _connection.Forget();
        if (_time.GetUtcNow() - _lastHeard > Patience)
            throw new ClusterException(ErrorKind.Unavailable, Interruption, cause: cause);
        await _backoff.WaitAsync(cancel);
    }
}
