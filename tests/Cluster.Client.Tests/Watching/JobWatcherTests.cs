using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Client.Tests.Watching;

public sealed class JobWatcherTests : IAsyncLifetime
{
    private static readonly RpcException Broken = new(new Status(StatusCode.Unavailable, "leaving"));

    private TestServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_broken_stream_is_taken_up_after_the_last_event()
    {
        _server.Jobs.OnWatch = async (watch, stream, _) =>
        {
            if (watch == 1)
            {
                await stream.WriteAsync(Events.State(1, Job.Types.State.Running), Cancel);
                await stream.WriteAsync(Events.Step(2, 1), Cancel);
                throw Broken;
            }
            await stream.WriteAsync(Events.Step(3, 2), Cancel);
            await stream.WriteAsync(Events.State(4, Job.Types.State.Succeeded), Cancel);
        };

        Assert.Equal([1, 2, 3, 4], await SequencesAsync(0));
        Assert.Equal([0, 2], _server.Jobs.Watches.Select(watch => watch.AfterSequence));
    }

    [Fact]
    public async Task Each_event_comes_once_even_if_the_server_repeats_it()
    {
        _server.Jobs.OnWatch = async (_, stream, _) =>
        {
            await stream.WriteAsync(Events.Step(7, 1), Cancel);
            await stream.WriteAsync(Events.Step(8, 2), Cancel);
            await stream.WriteAsync(Events.Step(8, 2), Cancel);
            await stream.WriteAsync(Events.State(9, Job.Types.State.Failed), Cancel);
        };

        Assert.Equal([8, 9], await SequencesAsync(7));
    }

    [Fact]
    public async Task A_stream_that_ends_while_the_job_runs_is_taken_up_again()
    {
        _server.Jobs.OnWatch = async (watch, stream, _) =>
        {
            if (watch > 1)
                await stream.WriteAsync(Events.State(1, Job.Types.State.Cancelled), Cancel);
        };

        Assert.Equal([1], await SequencesAsync(0));
        Assert.Equal(2, _server.Jobs.Watches.Count);
    }

    [Fact]
    public async Task A_stream_that_ends_after_the_job_has_ended_is_the_end()
    {
        _server.Jobs.Job = new Job { Id = "job-1", State = Job.Types.State.Succeeded };

        Assert.Empty(await SequencesAsync(9));
        Assert.Single(_server.Jobs.Watches);
    }

    [Fact]
    public async Task An_unknown_job_is_an_error_at_once()
    {
        using ClusterClient client = Client(TimeProvider.System);

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(async () =>
        {
            await foreach (JobEvent _ in client.Watch("nobody").WithCancellation(Cancel))
                continue;
        });

        Assert.Equal((ErrorKind.NotFound, "There is no job nobody."), (error.Kind, error.Message));
    }

    [Fact]
    public async Task A_stream_that_is_silent_for_45_seconds_is_taken_up_again()
    {
        FastTime time = new();
        _server.Jobs.OnWatch = async (watch, stream, call) =>
        {
            if (watch == 1)
            {
                await stream.WriteAsync(Events.Heartbeat(), Cancel);
                await Task.Delay(Timeout.Infinite, call.CancellationToken);
            }
            await stream.WriteAsync(Events.State(1, Job.Types.State.Succeeded), Cancel);
        };
        using ClusterClient client = Client(time);
        await using IAsyncEnumerator<JobEvent> events = client.Watch("job-1").GetAsyncEnumerator(Cancel);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(JobEvent.EventOneofCase.Heartbeat, events.Current.EventCase);
        DateTimeOffset heard = time.GetUtcNow();
        Assert.True(await events.MoveNextAsync());

        Assert.True(time.GetUtcNow() - heard >= TimeSpan.FromSeconds(45));
        Assert.Equal(1, events.Current.Sequence);
        Assert.Equal(2, _server.Jobs.Watches.Count);
    }

    [Fact]
    public async Task Without_any_sign_of_a_server_watching_ends_after_two_minutes()
    {
        FastTime time = new();
        _server.Jobs.OnWatch = (_, _, _) => throw Broken;
        using ClusterClient client = Client(time);
        await using IAsyncEnumerator<JobEvent> events = client.Watch("job-1").GetAsyncEnumerator(Cancel);

        DateTimeOffset began = time.GetUtcNow();

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(async () => await events.MoveNextAsync());

        Assert.True(time.GetUtcNow() - began >= TimeSpan.FromMinutes(2));
        Assert.Equal((ErrorKind.Unavailable, "leaving"), (error.Kind, error.Message));
    }

    [Fact]
    public async Task Watching_goes_on_at_another_silo_when_the_first_is_gone()
    {
        using SiloFolder folder = new();
        await using TestServer second = await TestServer.StartAsync();
        second.Jobs.OnWatch = (_, stream, _) => stream.WriteAsync(Events.State(2, Job.Types.State.Succeeded), Cancel);
        TestServer first = await TestServer.StartAsync();
        first.Jobs.OnWatch = async (_, stream, call) =>
        {
            await stream.WriteAsync(Events.Step(1, 1), Cancel);
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        };
        folder.Add(101, "silo-1", first.Url, Events.Noon);
        folder.Add(102, "silo-2", second.Url, Events.Noon.AddSeconds(1));
        using ClusterClient client = new(ServerAddress.Of(folder.Directory), TimeProvider.System);
        await using IAsyncEnumerator<JobEvent> events = client.Watch("job-1").GetAsyncEnumerator(Cancel);

        Assert.True(await events.MoveNextAsync());
        await first.DisposeAsync();
        Assert.True(await events.MoveNextAsync());

        Assert.Equal(2, events.Current.Sequence);
        Assert.Equal(1, second.Jobs.Watches.Single().AfterSequence);
    }

    private async Task<List<long>> SequencesAsync(long after)
    {
        using ClusterClient client = Client(TimeProvider.System);
        List<long> sequences = [];
        await foreach (JobEvent jobEvent in client.Watch("job-1", after).WithCancellation(Cancel))
            sequences.Add(jobEvent.Sequence);
        return sequences;
    }

    private ClusterClient Client(TimeProvider time) => new(ServerAddress.At(_server.Url), time);
}
