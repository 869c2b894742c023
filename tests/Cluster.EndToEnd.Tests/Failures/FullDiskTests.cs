using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.EndToEnd.Tests.Recovery;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Failures;

/// <summary>A disk that fills up stops nothing but what needs the room, and nothing hangs.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    // Room for events and records, but for no checkpoint and no model.
    private const long Little = 400_000;

    private readonly SmallDisk _disk = new();
    private readonly TestCluster _cluster;

    public FullDiskTests() => _cluster = new TestCluster(Path.Combine(_disk.Path, "data"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _disk.Dispose();
    }

    [Fact]
    public async Task Training_goes_on_without_a_checkpoint_and_writes_the_next_once_there_is_room()
    {
        await using WatchedJob job = await SubmitAsync(epochs: 3);
        await job.UntilAsync("a checkpoint", read => read.CheckpointSaved is { Error: "" });
        _disk.Fill(free: Little);
        await job.UntilAsync("a checkpoint that fails", read => read.CheckpointSaved is { Error.Length: > 0 });

        string error = job.Events[^1].CheckpointSaved.Error;
        Assert.StartsWith("No space left on device", error, StringComparison.Ordinal);
        Job seen = await SeenAsync(job.Id);
        Checkpoint kept = Assert.Single(seen.Checkpoints);
        Assert.True(new FileInfo(Path.Combine(_cluster.Data, "blobs", kept.Sha256[..2], kept.Sha256[2..])).Length == kept.Size);

        _disk.Free();
        await job.ToEndAsync();

        Assert.Equal(new StateChanged { State = Job.Types.State.Succeeded }, job.State);
        job.AssertComplete(firstSequence: 1, steps: 102);
        ExampleLedger.AssertEachExampleOnceAnEpoch(job);
        UndisturbedRun undisturbed = await UndisturbedRun.OfAsync(epochs: 3);
        Assert.Equal(undisturbed.Losses, job.Steps.Select(step => step.StepCompleted.Loss));
        Assert.Equal(undisturbed.WeightsSha256, job.WeightsSha256);
        Assert.Equal("", job.Events.Last(read => read.CheckpointSaved is not null).CheckpointSaved.Error);
    }

    [Fact]
    public async Task A_model_that_cannot_be_stored_fails_the_job_in_one_sentence()
    {
        await using WatchedJob job = await SubmitAsync(epochs: 1);
        await job.UntilStepAsync(1);
        _disk.Fill(free: Little);
        await job.ToEndAsync();

        Assert.Equal((Job.Types.State.Failed, "STORAGE_FAILED"), (job.State.State, job.State.Reason));
        Assert.StartsWith("the model could not be stored: No space left on device", job.State.Message, StringComparison.Ordinal);
        CommandResult watched = (await _cluster.RunAsync("watch", job.Id)).AssertExitCode(1);
        Assert.Contains($"error: job {job.Id} FAILED (STORAGE_FAILED): the model could not be stored: No space left on device", watched.Error, StringComparison.Ordinal);
        Assert.Contains("checkpoint not written: No space left on device", watched.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_waits_while_not_even_an_event_can_be_written_and_goes_on_once_there_is_room()
    {
        await using WatchedJob job = await SubmitAsync(epochs: 4, every: 1000);
        await job.UntilStepAsync(10);
        _disk.Fill(free: 0);
        Job waiting = await Limit.KeepAsync("the job to wait", WaitingAsync(job.Id), _cluster.Logs);
        Assert.Equal((Job.Types.State.Running, "STORAGE_FAILED"), (waiting.State, waiting.Reason));
        Assert.StartsWith("the job waits until its events can be written: No space left on device", waiting.Message, StringComparison.Ordinal);

        _disk.Free();
        await job.ToEndAsync();

        Assert.Equal(new StateChanged { State = Job.Types.State.Succeeded }, job.State);
        job.AssertComplete(firstSequence: 1, steps: 136);
    }

    private async Task<WatchedJob> SubmitAsync(int epochs, int every = 10)
    {
        await _cluster.UpAsync(silos: 1, lanes: 2);
        CommandResult submitted = await _cluster.RunAsync(
            "submit", Repository.LanguageId, "--set", $"training.epochs={epochs}", "--set", $"checkpoint.everySteps={every}");
        return new WatchedJob(_cluster, submitted.AssertExitCode(0).Out.Trim());
    }

    private async Task<Job> WaitingAsync(string job)
    {
        Job seen = await SeenAsync(job);
        while (seen.Reason.Length == 0)
            seen = await SeenAsync(job);
        return seen;
    }

    private async Task<Job> SeenAsync(string job)
    {
        using Client.ClusterClient client = _cluster.Client();
        return await client.GetJobAsync(job, Cancel);
    }
}
