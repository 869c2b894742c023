using Cluster.Grains.Jobs;
using Cluster.Silo.FrontDoor;
using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class JobEventStreamTests
{
    private readonly ScriptedCoordinator _coordinator = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly JobEventStream _stream;

    public JobEventStreamTests() => _stream = new JobEventStream(_lifetime, _time, NullLogger<JobEventStream>.Instance);

    [Fact]
    public async Task A_heartbeat_tells_that_nothing_happened_and_how_long_the_log_is()
    {
        _coordinator.Answer(new EventPage([], 41, Ended: false));
        _coordinator.Answer(new EventPage([], 41, Ended: true));
        JobEvent heartbeat = Assert.Single(await Read(41, TimeLimit.Token));
        Assert.Equal((0, 41), (heartbeat.Sequence, heartbeat.Heartbeat.HeadSequence));
        Assert.Equal(_time.GetUtcNow().ToTimestamp(), heartbeat.Time);
        Assert.Equal([41, 41], _coordinator.Asked);
    }

    [Fact]
    public async Task Each_page_goes_on_after_the_one_before()
    {
        _coordinator.Answer(new EventPage([Event(3), Event(4)], 5, Ended: false));
        _coordinator.Answer(new EventPage([Event(5)], 5, Ended: true));
        Assert.Equal([3, 4, 5], (await Read(2, TimeLimit.Token)).Select(e => e.Sequence));
        Assert.Equal([2, 4], _coordinator.Asked);
    }

    [Fact]
    public async Task A_coordinator_that_moves_is_asked_again_at_the_same_place()
    {
        _coordinator.Answer(new EventPage([Event(1)], 1, Ended: false));
        _coordinator.Fail(new OrleansException("the silo is gone"));
        _coordinator.Fail(new TimeoutException("no answer"));
        _coordinator.Answer(new EventPage([Event(2)], 2, Ended: true));
        Task<List<JobEvent>> reading = Read(0, TimeLimit.Token);
        while (!reading.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.Equal([1, 2], (await reading).Select(e => e.Sequence));
        Assert.Equal([0, 1, 1, 1], _coordinator.Asked);
    }

    [Fact]
    public async Task A_coordinator_that_stays_silent_sends_the_reader_away()
    {
        for (int i = 0; i < 1000; i++) _coordinator.Fail(new OrleansException("Request [S127.0.0.1:1 coordinator/x]"));
        DateTimeOffset began = _time.GetUtcNow();
        Task<List<JobEvent>> reading = Read(0, TimeLimit.Token);
        while (!reading.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        Fault fault = Fault.Of(await Assert.ThrowsAsync<RpcException>(() => reading));
        Assert.Equal((StatusCode.Unavailable, "CLUSTER_BUSY", "the cluster did not answer in time; try again"), (fault.Code, fault.Reason, fault.Sentence));
        Assert.True(_time.GetUtcNow() - began >= TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silo_that_stops_sends_the_reader_away_while_it_waits_and_while_it_tries_again(bool failing)
    {
        if (failing) _coordinator.Fail(new OrleansException("the silo is gone"));
        Task<List<JobEvent>> reading = Read(0, TimeLimit.Token);
        _lifetime.StopApplication();
        Fault fault = Fault.Of(await Assert.ThrowsAsync<RpcException>(() => reading));
        Assert.Equal((StatusCode.Unavailable, "DRAINING"), (fault.Code, fault.Reason));
    }

    [Fact]
    public async Task A_reader_that_leaves_is_not_served_any_more()
    {
        using var leave = new CancellationTokenSource();
        Task<List<JobEvent>> reading = Read(0, leave.Token);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static JobEvent Event(long sequence) => new() { Sequence = sequence, StepCompleted = new StepCompleted { Step = sequence } };

    private async Task<List<JobEvent>> Read(long after, CancellationToken cancel)
    {
        var events = new List<JobEvent>();
        await foreach (JobEvent happened in _stream.Follow(_coordinator, after, cancel)) events.Add(happened);
        return events;
    }
}
