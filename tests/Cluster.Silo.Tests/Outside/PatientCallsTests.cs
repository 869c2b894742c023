using Cluster.Grains.Datasets;
using Cluster.Grains.Jobs;
using Cluster.Grains.Workers;
using Cluster.Silo.Outside;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization.Invocation;

namespace Cluster.Silo.Tests.Outside;

public sealed class PatientCallsTests : IDisposable
{
    private static readonly SiloPlace One = new("one", "http://one"), Two = new("two", "http://two");

    private readonly FakeTimeProvider _time = new();
    private readonly LivingSilos _silos;
    private readonly PatientCalls _calls;

    public PatientCallsTests()
    {
        _time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);
        _silos = new LivingSilos(null!, _time, NullLogger<LivingSilos>.Instance);
        _calls = new PatientCalls(_silos, _time);
        _silos.Take([One, Two]);
    }

    public void Dispose() => _silos.Dispose();

    [Fact]
    public async Task A_call_whose_silo_went_away_is_made_again()
    {
        var call = new ScriptedCall(typeof(ICoordinatorGrain).GetMethod(nameof(ICoordinatorGrain.Get))!, Failure(), Success());
        Task made = _calls.Invoke(call);
        Assert.False(made.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await made;
        Assert.Equal((2, null), (call.Tries, call.Response!.Exception));
    }

    [Fact]
    public async Task A_call_that_would_be_answered_otherwise_is_made_once()
    {
        foreach (var method in new[] { typeof(ICoordinatorGrain).GetMethod(nameof(ICoordinatorGrain.Resume))!, typeof(IDatasetDirectoryGrain).GetMethod(nameof(IDatasetDirectoryGrain.Remove))! })
        {
            var call = new ScriptedCall(method, Failure());
            await _calls.Invoke(call);
            Assert.Equal(1, call.Tries);
        }
    }

    [Fact]
    public async Task Failures_that_stay_are_passed_on_after_a_while()
    {
        var call = new ScriptedCall(typeof(ICoordinatorGrain).GetMethod(nameof(ICoordinatorGrain.Get))!, Failure(), Failure());
        Task made = _calls.Invoke(call);
        _time.Advance(TimeSpan.FromSeconds(10));
        await made;
        Assert.IsType<SiloUnavailableException>(call.Response!.Exception);
    }

    [Fact]
    public async Task A_pending_call_is_given_up_when_a_silo_is_lost_and_not_when_one_joins()
    {
        var never = new TaskCompletionSource<Response>();
        Task made = _calls.Invoke(new ScriptedCall(typeof(ICoordinatorGrain).GetMethod(nameof(ICoordinatorGrain.Get))!, never.Task));
        _silos.Take([One, Two, new SiloPlace("three", "http://three")]);
        Assert.False(made.IsCompleted);
        _silos.Take([One]);
        await Assert.ThrowsAsync<TimeoutException>(() => made);
    }

    [Fact]
    public void Silos_that_were_not_heard_of_lately_do_not_count_as_reached()
    {
        Assert.True(_silos.Reached);
        Assert.Equal(["http://one", "http://two"], _silos.OtherDataPlanes());
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(_silos.Reached);
    }

    private static Task<Response> Failure() => Task.FromResult(Response.FromException(new SiloUnavailableException("gone")));

    private static Task<Response> Success() => Task.FromResult(Response.FromResult<object?>(null));
}
