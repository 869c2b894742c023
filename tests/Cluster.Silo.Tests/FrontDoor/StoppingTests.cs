using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Grpc.Core;
using Grpc.Health.V1;

namespace Cluster.Silo.Tests.FrontDoor;

/// <summary>What a silo tells while it stops: where it is said to a load balancer and where to those who watch.</summary>
public sealed class StoppingTests : IAsyncLifetime
{
    private RunningSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await RunningSilo.Start();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Health_is_serving_and_no_more_from_the_moment_the_silo_begins_to_stop()
    {
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await Health());
        using var checkedOnce = new ManualResetEventSlim();
        var stopping = new TaskCompletionSource();
        // Holds the silo in the first moment of stopping.
        _silo.Lifetime.ApplicationStopping.Register(() =>
        {
            stopping.SetResult();
            checkedOnce.Wait(TimeLimit.Token);
        });
        Task stop = Task.Run(_silo.Lifetime.StopApplication, TimeLimit.Token);
        await stopping.Task.WaitAsync(TimeLimit.Token);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, await Health());
        checkedOnce.Set();
        await stop;
    }

    [Fact]
    public async Task Who_watches_a_silo_that_stops_is_sent_to_another_one()
    {
        Job job = await _silo.Create(SharedSilo.Spec("moved", _silo.Gates.NewGate()));
        await _silo.Until(job.Id, e => e.StateChanged?.State == Job.Types.State.Running);
        using AsyncServerStreamingCall<JobEvent> watch = _silo.Jobs.WatchJob(new WatchJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token);
        Assert.True(await watch.ResponseStream.MoveNext(TimeLimit.Token));

        Task stop = _silo.Stop();

        Fault fault = await Fault.Of(watch);
        Assert.Equal((StatusCode.Unavailable, "DRAINING", "this silo is stopping; try another one"), (fault.Code, fault.Reason, fault.Sentence));
        await stop.WaitAsync(TimeLimit.Token);
    }

    private async Task<HealthCheckResponse.Types.ServingStatus> Health() =>
        (await new Health.HealthClient(_silo.Channel).CheckAsync(new HealthCheckRequest(), cancellationToken: TimeLimit.Token)).Status;
}
