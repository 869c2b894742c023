using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

public sealed class PauseTests
{
    [Fact]
    public async Task A_pause_ends_the_run_with_a_checkpoint_after_the_steps_in_progress_and_a_later_run_goes_on()
    {
        JobSpec spec = RunSpecs.Small();
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, List<JobEvent> plain) = await alone.Train();

        using var cluster = new LocalCluster(spec, workers: 2);
        using var pause = new CancellationTokenSource();
        var job = new Job { ResolvedSpec = spec, Progress = new Progress() };
        var events = new List<JobEvent>();
        TrainingRun run = cluster.Run();
        await foreach (JobEvent happened in run.Run(TestContext.Current.CancellationToken, pause.Token))
        {
            JobView.Apply(job, happened);
            events.Add(happened);
            if (happened.StepCompleted?.Step == 5) await pause.CancelAsync();
        }

        Assert.Null(run.Model);
        long last = events[^1].CheckpointSaved.Checkpoint.Step;
        // An epoch has eight steps.
        Assert.InRange(last, 5, 8);
        Assert.Equal(last, job.Progress.Step);
        using var later = new LocalCluster(spec, workers: 3, blobs: cluster.Blobs);
        (Model model, List<JobEvent> rest) = await later.Train(new ResumePoint(
            job.Progress.Step, job.Progress.Epoch, [.. job.Progress.ValidationLosses], [.. job.Checkpoints], job.Preparation, 1000));
        Assert.Equal((Job.Types.State.Preparing, "RESUMED", $"the job goes on after step {last}"), (rest[0].StateChanged.State, rest[0].StateChanged.Reason, rest[0].StateChanged.Message));
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(Curve(plain), Curve(events).Concat(Curve(rest)));
    }

    [Fact]
    public async Task A_run_that_waits_for_workers_pauses_at_once()
    {
        JobSpec spec = RunSpecs.Small();
        spec.Workers.Min = 2;
        using var cluster = new LocalCluster(spec, workers: 1);
        using var pause = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (JobEvent happened in cluster.Run().Run(TestContext.Current.CancellationToken, pause.Token))
            {
                if (happened.StateChanged?.State == Job.Types.State.Queued) await pause.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task A_lost_worker_is_told_in_words_once_the_others_go_on()
    {
        using var cluster = new LocalCluster(RunSpecs.Small(), workers: 3);
        cluster.Workers[1].DiesBefore = 2;
        (_, List<JobEvent> events) = await cluster.Train();
        int at = events.FindIndex(e => e.Incident is not null);
        Incident incident = events[at].Incident;
        Assert.Equal((Incident.Types.Kind.WorkersLost, 2L, "w1"), (incident.Kind, incident.Step, Assert.Single(incident.Workers)));
        Assert.Matches(@"^silo w1 was lost in step 3 \(.+\); 2 workers went on after \d+\.\d s$", incident.Message);
        Assert.Equal(3, events[at - 1].StepCompleted.Step);
    }

    [Fact]
    public async Task A_lost_coordinator_is_told_in_words_once_the_job_goes_on()
    {
        JobSpec spec = RunSpecs.Small();
        using var cluster = new LocalCluster(spec, workers: 1);
        DateTimeOffset since = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(3);
        (_, List<JobEvent> events) = await cluster.Train(new ResumePoint(4, 0, [], [], null, 1000) { Takeover = new Takeover("s1-ab12", "s2-cd34", Lost: true, since) });
        Incident incident = Assert.Single(events, e => e.Incident is not null).Incident;
        Assert.Equal((Incident.Types.Kind.CoordinatorLost, "s1-ab12"), (incident.Kind, Assert.Single(incident.Workers)));
        Assert.Matches(
            @"^silo s1-ab12, which coordinated the job, was lost after step 4; silo s2-cd34 coordinates now; 1 worker went on after \d+\.\d s$", incident.Message);
    }

    [Fact]
    public async Task A_replayed_step_comes_to_the_logged_numbers_from_any_start()
    {
        JobSpec spec = RunSpecs.Small();
        using var cluster = new LocalCluster(spec, workers: 2);
        (_, List<JobEvent> events) = await cluster.Train();
        List<StepCompleted> steps = [.. events.Select(e => e.StepCompleted).OfType<StepCompleted>()];
        List<Checkpoint> checkpoints = [.. events.Select(e => e.CheckpointSaved).OfType<CheckpointSaved>().Select(saved => saved.Checkpoint)];
        foreach ((long step, long from) in new[] { (1L, 0L), (2, 0), (16, 15) })
        {
            using var aside = new LocalCluster(spec, workers: 1, blobs: cluster.Blobs);
            PrepareResult prepared = await aside.Workers[0].Prepare(TestContext.Current.CancellationToken);
            var replay = new StepReplay(spec, aside.Workers[0]);
            // Older checkpoints are deleted by now: they are passed over.
            Assert.Equal(from, await replay.Restore(StepReplay.Starts(checkpoints, step), TestContext.Current.CancellationToken));
            double[] rates = [.. steps.Skip((int)from).Take((int)(step - from)).Select(one => one.LearningRate)];
            StepReport report = await replay.Run(from, rates, [], prepared, TestContext.Current.CancellationToken);
            Assert.Equal((steps[(int)step - 1].Loss, steps[(int)step - 1].GradientNorm), (report.MeanLoss(), report.GradientNorm));
        }
    }

    private static (long, double, double)[] Curve(IEnumerable<JobEvent> events) =>
        [.. events.Select(e => e.StepCompleted).OfType<StepCompleted>().Select(step => (step.Step, step.Loss, step.GradientNorm))];
}
