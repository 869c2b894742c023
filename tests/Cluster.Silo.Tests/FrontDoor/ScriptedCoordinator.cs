using System.Threading.Channels;
using Cluster.Grains.Jobs;
using Cluster.V1;

namespace Cluster.Silo.Tests.FrontDoor;

/// <summary>A coordinator that answers, or fails, as a test says.</summary>
internal sealed class ScriptedCoordinator : ICoordinatorGrain
{
    private readonly Channel<Func<EventPage>> _answers = Channel.CreateUnbounded<Func<EventPage>>();

    /// <summary>Where each call wanted to go on.</summary>
    public List<long> Asked { get; } = [];

    public void Answer(EventPage page) => _answers.Writer.TryWrite(() => page);

    public void Fail(Exception error) => _answers.Writer.TryWrite(() => throw error);

    public async Task<EventPage> ReadEvents(long afterSequence, int max, TimeSpan wait, CancellationToken cancel)
    {
        Asked.Add(afterSequence);
        return (await _answers.Reader.ReadAsync(cancel))();
    }

    public Task<Job> Start(JobSpec spec, JobSpec resolved) => throw new NotSupportedException();

    public Task<Job?> Get() => throw new NotSupportedException();

    public Task<ChangeResult?> Pause() => throw new NotSupportedException();

    public Task<ChangeResult?> Resume() => throw new NotSupportedException();

    public Task<ReplayResult?> Replay(long step, long maxSteps, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Job?> Cancel() => throw new NotSupportedException();
}
