using Cluster.Client;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Jobs;

/// <summary>A job and the events read of it so far, from whatever silo serves.</summary>
internal sealed class WatchedJob : IAsyncDisposable
{
    /// <summary>Events of one plan are logged within less; no step of these jobs is so short.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(3);

    private readonly TestCluster _cluster;
    private readonly ClusterClient _client;
    private readonly IAsyncEnumerator<JobEvent> _stream;
    private readonly List<JobEvent> _events = [];
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private Task _reading = Task.CompletedTask;

    /// <summary>Begins to read.</summary>
    /// <param name="cluster">Where the job is.</param>
    /// <param name="id">The job.</param>
    /// <param name="after">Only events after this one.</param>
    public WatchedJob(TestCluster cluster, string id, long after = 0)
    {
        _cluster = cluster;
        Id = id;
        _client = cluster.Client();
        _stream = _client.Watch(id, after).GetAsyncEnumerator(_stop.Token);
    }

    /// <summary>The job.</summary>
    public string Id { get; }

    /// <summary>What was read, without heartbeats.</summary>
    public IReadOnlyList<JobEvent> Events => _events;

    /// <summary>The steps among it.</summary>
    public IReadOnlyList<JobEvent> Steps => [.. _events.Where(read => read.EventCase == JobEvent.EventOneofCase.StepCompleted)];

    /// <summary>The last change of the job's state.</summary>
    public StateChanged State => _events.Last(read => read.EventCase == JobEvent.EventOneofCase.StateChanged).StateChanged;

    /// <summary>SHA-256 of the model that was stored.</summary>
    public string WeightsSha256 => _events.Single(read => read.EventCase == JobEvent.EventOneofCase.ModelSaved).ModelSaved.WeightsSha256;

    /// <summary>The usual time between two steps, as the workers commit them.</summary>
    public TimeSpan MedianPause => PausesFrom(1).Order().ElementAt(Steps.Count / 2);

    /// <summary>The longest time between two steps, from a step on.</summary>
    public TimeSpan LongestPauseFrom(long step) => PausesFrom(step).Max();

    /// <summary>Reads until something happened.</summary>
    public async Task UntilAsync(string what, Func<JobEvent, bool> happened)
    {
        bool isFound = await Limit.KeepAsync($"{what} in job {Id}", Read(happened), Show);
        Assert.True(isFound, $"Job {Id} ended before {what}. {Show()}");
    }

    /// <summary>Reads until a step was made.</summary>
    public Task UntilStepAsync(long step) =>
        UntilAsync($"step {step}", read => read.StepCompleted?.Step >= step);

    /// <summary>Reads to the end.</summary>
    public Task ToEndAsync() => Limit.KeepAsync($"the end of job {Id}", Read(_ => false), Show);

    /// <summary>Fails unless the events have every sequence from the first one on, and every step of the job once.</summary>
    public void AssertComplete(long firstSequence, int steps)
    {
        Assert.Equal(Enumerable.Range(0, _events.Count).Select(i => firstSequence + i), _events.Select(read => read.Sequence));
        Assert.Equal(Enumerable.Range(1, steps).Select(step => (long)step), Steps.Select(step => step.StepCompleted.Step));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A read that took too long is still going on.
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stream.DisposeAsync();
        _stop.Dispose();
        _client.Dispose();
    }

    private IEnumerable<TimeSpan> PausesFrom(long step)
    {
        DateTimeOffset[] times = Committed([.. Steps.SkipWhile(read => read.StepCompleted.Step < step)]);
        return times.Zip(times.Skip(1), (one, next) => next - one);
    }

    // Steps of one plan are logged together, after the last; each says how long it took, so when the workers committed it is known.
    private static DateTimeOffset[] Committed(JobEvent[] steps)
    {
        DateTimeOffset[] times = [.. steps.Select(read => read.Time.ToDateTimeOffset())];
        for (int i = steps.Length - 2; i >= 0; i--)
        {
            if (steps[i + 1].Time.ToDateTimeOffset() - steps[i].Time.ToDateTimeOffset() < Together)
                times[i] = times[i + 1] - TimeSpan.FromSeconds(steps[i + 1].StepCompleted.Seconds);
        }

        return times;
    }

    private Task<bool> Read(Func<JobEvent, bool> happened)
    {
        Task<bool> reading = ReadAsync(happened);
        _reading = reading;
        return reading;
    }

    private async Task<bool> ReadAsync(Func<JobEvent, bool> happened)
    {
        while (await _stream.MoveNextAsync())
        {
            if (_stream.Current.Sequence == 0)
                continue;
            _events.Add(_stream.Current);
            if (happened(_stream.Current))
                return true;
        }

        return false;
    }

    private string Show() => $"Last events:\n{string.Join('\n', _events.TakeLast(10))}\n{_cluster.Logs()}";
}
