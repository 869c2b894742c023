using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests.Runs;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

/// <summary>A job as its user sees it, from the first event to the last.</summary>
public sealed class JobLifeTests(SharedSilo shared)
{
    private RunningSilo Silo => shared.Silo;

    [Fact]
    public async Task A_job_succeeds_and_shows_its_result()
    {
        List<JobEvent> events = await Silo.Watch(shared.Trained.Id);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(sequence => (long)sequence), events.Select(e => e.Sequence));
        Assert.Equal(
            [Job.Types.State.Queued, Job.Types.State.Preparing, Job.Types.State.Running, Job.Types.State.Succeeded],
            events.Select(e => e.StateChanged?.State).OfType<Job.Types.State>());
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);

        Job job = shared.Trained;
        // 4,307 names to train on in batches of 600, as the dataset's own tests count them.
        Assert.Equal((8, 8, 1, 1), (job.Progress.Step, job.Progress.TotalSteps, job.Progress.Epoch, job.Progress.Epochs));
        Assert.Equal(events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256, job.WeightsSha256);
        Assert.Contains("test/accuracy", job.Metrics.Keys);
        Assert.True(job.CreateTime.ToDateTimeOffset() <= job.StartTime.ToDateTimeOffset() && job.StartTime.ToDateTimeOffset() <= job.EndTime.ToDateTimeOffset());
        Assert.Empty(job.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Watching_goes_on_after_any_sequence(int after)
    {
        List<JobEvent> all = await Silo.Watch(shared.Trained.Id), rest = await Silo.Watch(shared.Trained.Id, after);
        Assert.Equal(all.Skip(after), rest);
    }

    [Fact]
    public async Task Watching_from_the_end_of_an_ended_job_ends_at_once()
    {
        List<JobEvent> all = await Silo.Watch(shared.Trained.Id);
        Assert.Empty(await Silo.Watch(shared.Trained.Id, all.Count));
        Assert.Empty(await Silo.Watch(shared.Trained.Id, long.MaxValue));
    }

    [Fact]
    public async Task Watchers_that_come_at_different_times_see_the_same_events_and_end_with_the_job()
    {
        int gate = Silo.Gates.NewGate();
        Job job = await Silo.Create(SharedSilo.Spec("watched", gate));
        Task<List<JobEvent>> early = Silo.Watch(job.Id);
        await Silo.Until(job.Id, e => e.StateChanged?.State == Job.Types.State.Running);
        Task<List<JobEvent>> late = Silo.Watch(job.Id);
        Assert.False(early.IsCompleted);

        Silo.Gates.Open(gate);

        List<JobEvent> events = await early;
        Assert.Equal(events, await late);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(sequence => (long)sequence), events.Select(e => e.Sequence));
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);
    }

    [Fact]
    public async Task Ending_a_watch_does_not_touch_the_job()
    {
        int gate = Silo.Gates.NewGate();
        Job job = await Silo.Create(SharedSilo.Spec("unwatched", gate));
        using (var stop = new CancellationTokenSource())
        {
            using AsyncServerStreamingCall<JobEvent> call = Silo.Jobs.WatchJob(new WatchJobRequest { Id = job.Id }, cancellationToken: stop.Token);
            Assert.True(await call.ResponseStream.MoveNext(TimeLimit.Token));
            await stop.CancelAsync();
            RpcException ended = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await call.ResponseStream.MoveNext(CancellationToken.None)) continue;
            });
            Assert.Equal(StatusCode.Cancelled, ended.StatusCode);
        }

        Silo.Gates.Open(gate);
        List<JobEvent> events = await Silo.Watch(job.Id);
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);
        Assert.DoesNotContain(Silo.Logs.All, line => line.Contains("WatchJob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_is_cancelled_once_and_stays_so()
    {
        Job job = await Silo.Create(SharedSilo.Spec("cancelled", Silo.Gates.NewGate()));
        await Silo.Until(job.Id, e => e.StateChanged?.State == Job.Types.State.Running);

        Job cancelling = await Cancel(job.Id);
        Assert.Equal((Job.Types.State.Cancelling, "CANCEL_REQUESTED"), (cancelling.State, cancelling.Reason));
        List<JobEvent> events = await Silo.Watch(job.Id);
        Assert.Equal((Job.Types.State.Cancelled, "CANCEL_REQUESTED"), (events[^1].StateChanged.State, events[^1].StateChanged.Reason));
        Assert.Equal("stopped on request", events[^1].StateChanged.Message);

        Job again = await Cancel(job.Id);
        Assert.Equal(Job.Types.State.Cancelled, again.State);
        Assert.NotNull(again.EndTime);
        Assert.Equal(events.Count, (await Silo.Watch(job.Id)).Count);
    }

    [Fact]
    public async Task A_job_that_has_ended_cannot_be_cancelled()
    {
        Fault fault = await Fault.Of(Silo.Jobs.CancelJobAsync(new CancelJobRequest { Id = shared.Trained.Id }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.FailedPrecondition, "JOB_ENDED"), (fault.Code, fault.Reason));
        Assert.Equal($"job '{shared.Trained.Id}' has ended: Succeeded", fault.Sentence);
    }

    [Fact]
    public async Task A_job_is_paused_resumed_and_replayed_and_refuses_what_does_not_fit()
    {
        int gate = Silo.Gates.NewGate();
        Job job = await Silo.Create(SharedSilo.Spec("paused", gate));
        await Silo.Until(job.Id, e => e.StateChanged?.State == Job.Types.State.Running);
        Fault early = await Fault.Of(Silo.Jobs.ResumeJobAsync(new ResumeJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.FailedPrecondition, "JOB_NOT_PAUSED", $"job '{job.Id}' is not paused: RUNNING"), (early.Code, early.Reason, early.Sentence));

        Job pausing = await Silo.Jobs.PauseJobAsync(new PauseJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token);
        Assert.Equal((Job.Types.State.Pausing, "PAUSE_REQUESTED"), (pausing.State, pausing.Reason));
        Silo.Gates.Open(gate);
        await Silo.Until(job.Id, e => e.StateChanged?.State == Job.Types.State.Paused);
        Job resumed = await Silo.Jobs.ResumeJobAsync(new ResumeJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token);
        Assert.Equal((Job.Types.State.Queued, "RESUME_REQUESTED"), (resumed.State, resumed.Reason));
        List<JobEvent> events = await Silo.Watch(job.Id);
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);

        Fault[] late =
        [
            await Fault.Of(Silo.Jobs.PauseJobAsync(new PauseJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token)),
            await Fault.Of(Silo.Jobs.ResumeJobAsync(new ResumeJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token)),
        ];
        Assert.All(late, fault => Assert.Equal((StatusCode.FailedPrecondition, "JOB_ENDED"), (fault.Code, fault.Reason)));

        ReplayedStep replayed = await Silo.Jobs.ReplayStepAsync(new ReplayStepRequest { Id = job.Id, Step = 8 }, cancellationToken: TimeLimit.Token);
        Assert.True(replayed.Equal);
        Assert.Equal(events.Single(e => e.StepCompleted?.Step == 8).StepCompleted, replayed.Logged);
        Fault unknown = await Fault.Of(Silo.Jobs.ReplayStepAsync(new ReplayStepRequest { Id = job.Id, Step = 9 }, cancellationToken: TimeLimit.Token));
        Assert.Equal(
            (StatusCode.FailedPrecondition, "STEP_NOT_LOGGED", $"job '{job.Id}' has not made step 9; its last one is 8"), (unknown.Code, unknown.Reason, unknown.Sentence));
        Fault zero = await Fault.Of(Silo.Jobs.ReplayStepAsync(new ReplayStepRequest { Id = job.Id }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.InvalidArgument, "step: must be at least 1"), (zero.Code, zero.Sentence));
    }

    [Fact]
    public async Task A_loss_that_is_not_a_number_fails_the_job_and_names_the_step()
    {
        JobSpec spec = RunSpecs.Small(learningRate: 1e30f);
        spec.Name = "diverging";
        Job job = await Silo.Train(spec);
        Assert.Equal((Job.Types.State.Failed, "NON_FINITE_LOSS"), (job.State, job.Reason));
        Assert.Equal(
            "the loss or its gradient is not a finite number in step 3; a smaller learning rate or clipNorm usually helps",
            job.Message);
        Assert.Equal(2, job.Progress.Step);
        Fault fault = await Fault.Of(Silo.Models.GetModelAsync(new GetModelRequest { Id = job.Id }, cancellationToken: TimeLimit.Token));
        Assert.Equal("MODEL_NOT_FOUND", fault.Reason);
    }

    [Fact]
    public async Task An_unknown_job_is_not_found_by_any_call()
    {
        Fault[] faults =
        [
            await Fault.Of(Silo.Jobs.GetJobAsync(new GetJobRequest { Id = "none-abc123" }, cancellationToken: TimeLimit.Token)),
            await Fault.Of(Silo.Jobs.CancelJobAsync(new CancelJobRequest { Id = "none-abc123" }, cancellationToken: TimeLimit.Token)),
            await Fault.Of(Silo.Jobs.WatchJob(new WatchJobRequest { Id = "none-abc123" }, cancellationToken: TimeLimit.Token)),
        ];
        Assert.All(faults, fault => Assert.Equal(
            (StatusCode.NotFound, "JOB_NOT_FOUND", "there is no job 'none-abc123'"), (fault.Code, fault.Reason, fault.Sentence)));
    }

    [Theory]
    [InlineData("", StatusCode.InvalidArgument, "id: is missing")]
    [InlineData("../../etc/passwd", StatusCode.NotFound, "there is no job '../../etc/passwd'")]
    [InlineData("a\0b\nc", StatusCode.NotFound, "there is no job 'a\0b\nc'")]
    [InlineData("J\u00f6b \ud83d\ude00 /%2F@x", StatusCode.NotFound, "there is no job 'J\u00f6b \ud83d\ude00 /%2F@x'")]
    public async Task A_strange_id_is_answered_like_any_other(string id, StatusCode code, string sentence)
    {
        Fault fault = await Fault.Of(Silo.Jobs.GetJobAsync(new GetJobRequest { Id = id }, cancellationToken: TimeLimit.Token));
        Assert.Equal((code, sentence), (fault.Code, fault.Sentence));
    }

    [Fact]
    public async Task An_endless_id_is_answered_in_a_short_sentence()
    {
        // The pair of surrogates at the end of what is repeated must stay whole.
        string id = string.Concat(Enumerable.Repeat("\ud83d\ude00", 500_000));
        foreach (string padding in new[] { "", "x" })
        {
            Fault fault = await Fault.Of(Silo.Jobs.GetJobAsync(new GetJobRequest { Id = padding + id }, cancellationToken: TimeLimit.Token));
            Assert.Equal((StatusCode.NotFound, "JOB_NOT_FOUND"), (fault.Code, fault.Reason));
            Assert.InRange(fault.Sentence.Length, 100, 600);
        }
    }

    [Fact]
    public async Task A_sequence_is_not_negative()
    {
        Fault fault = await Fault.Of(Silo.Jobs.WatchJob(new WatchJobRequest { Id = shared.Trained.Id, AfterSequence = -1 }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.InvalidArgument, "after_sequence: must not be negative"), (fault.Code, fault.Sentence));
    }

    private async Task<Job> Cancel(string id) => await Silo.Jobs.CancelJobAsync(new CancelJobRequest { Id = id }, cancellationToken: TimeLimit.Token);
}
