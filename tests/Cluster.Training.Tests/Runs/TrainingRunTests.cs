using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;
using Microsoft.Extensions.Time.Testing;

namespace Cluster.Training.Tests.Runs;

public sealed class TrainingRunTests
{
    [Fact]
    public async Task One_to_five_workers_and_several_lanes_give_the_same_weights_and_losses()
    {
        JobSpec spec = RunSpecs.Small();
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, List<JobEvent> plain) = await alone.Train();
        foreach ((int workers, int lanes) in new[] { (1, 3), (2, 1), (3, 2), (4, 1), (5, 2), (9, 1) })
        {
            using var cluster = new LocalCluster(spec, workers, lanes);
            (Model model, List<JobEvent> events) = await cluster.Train();
            Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
            Assert.Equal(Curve(plain), Curve(events));
            Assert.Equal(expected.Metrics, model.Metrics);
        }
    }

    [Fact]
    public async Task Steps_on_the_whole_data_land_where_the_closed_form_says()
    {
        // With SGD on all examples p' - m = (1 - lr) (p - m), where m is the mean target.
        JobSpec spec = RunSpecs.Small(epochs: 5, batchSize: 1_000_000, shards: 7, learningRate: 0.5f);
        EncodedDataset data = DatasetLoader.Load(spec, new BlobStore("unused"));
        double mean = data.Training.Examples.Average(example => (double)QuadraticReplica.Target(example.Tokens!));
        using var cluster = new LocalCluster(spec, workers: 3);
        (_, List<JobEvent> events) = await cluster.Train();
        double[] norms = [.. Steps(events).Select(step => step.GradientNorm)];
        for (int i = 1; i < norms.Length; i++) Assert.Equal(0.5, norms[i] / norms[i - 1], 1e-4);
        Assert.Equal(5, norms.Length);
        Assert.InRange(mean, 0.1, 0.9);
    }

    [Fact]
    public async Task Events_tell_the_story_in_order()
    {
        using var cluster = new LocalCluster(RunSpecs.Small(epochs: 1), workers: 2);
        (_, List<JobEvent> events) = await cluster.Train();
        Assert.Equal(Job.Types.State.Preparing, events[0].StateChanged.State);
        Assert.Equal(["w0", "w1"], events.Where(e => e.WorkerChanged?.Joined == true).Select(e => e.WorkerChanged.Worker));
        long[] steps = [.. Steps(events).Select(step => step.Step)];
        Assert.Equal(Enumerable.Range(1, steps.Length).Select(step => (long)step), steps);
        EpochCompleted epoch = Assert.Single(events, e => e.EpochCompleted is not null).EpochCompleted;
        Assert.Equal(steps.Length, epoch.Step);
        Assert.Contains("validation/accuracy", epoch.Metrics.Keys);
        Assert.Equal(steps.Length, events.Last(e => e.CheckpointSaved is not null).CheckpointSaved.Checkpoint.Step);
        Assert.Contains("test/accuracy", events[^1].ModelSaved.Metrics.Keys);
    }

    [Fact]
    public async Task A_worker_that_never_gets_ready_does_not_hold_up_the_others()
    {
        using var cluster = new LocalCluster(RunSpecs.Small(epochs: 1), workers: 3);
        cluster.Workers[1].HangsInPrepare = true;
        // The fake clock runs ahead of their work.
        foreach (FragileWorker quick in new[] { cluster.Workers[0], cluster.Workers[2] }) await quick.Prepare(TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        await using IAsyncEnumerator<JobEvent> events = cluster.Run(time: time).Run(limit.Token).GetAsyncEnumerator(limit.Token);
        for (bool begun = false; events.Current is not { StepCompleted: not null }; begun |= events.Current is { WorkerChanged: not null })
        {
            Task<bool> next = events.MoveNextAsync().AsTask();
            // Once they have begun nobody waits for the clock any more.
            for (; !next.IsCompleted && !begun; await Task.Yield()) time.Advance(TimeSpan.FromMilliseconds(10));
            Assert.True(await next);
        }

        Assert.Equal(2, events.Current.StepCompleted.Workers);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_worker_lost_before_or_after_its_step_does_not_show_in_the_result(bool after, bool returns)
    {
        JobSpec spec = RunSpecs.Small();
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, List<JobEvent> plain) = await alone.Train();
        using var cluster = new LocalCluster(spec, workers: 3);
        FragileWorker victim = cluster.Workers[1];
        victim.Returns = returns;
        if (after) victim.DiesAfter = 4;
        else victim.DiesBefore = 4;

        (Model model, List<JobEvent> events) = await cluster.Train();

        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(Curve(plain), Curve(events));
        Assert.Single(events, e => e.WorkerChanged is { Joined: false, Worker: "w1" });
        Assert.Equal(
            [Job.Types.State.Preparing, Job.Types.State.Running, Job.Types.State.Recovering, Job.Types.State.Running],
            events.Select(e => e.StateChanged).OfType<StateChanged>().Take(4).Select(change => change.State));
    }

    [Fact]
    public async Task When_all_workers_but_one_are_lost_one_after_another_the_last_one_goes_on()
    {
        JobSpec spec = RunSpecs.Small();
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, _) = await alone.Train();
        using var cluster = new LocalCluster(spec, workers: 4);
        cluster.Workers[0].DiesBefore = 2;
        cluster.Workers[1].DiesAfter = 3;
        cluster.Workers[3].DiesBefore = 3;
        (Model model, List<JobEvent> events) = await cluster.Train();
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(1, Steps(events).Last().Workers);
    }

    [Fact]
    public async Task A_run_that_stopped_anywhere_goes_on_from_its_checkpoint_to_the_same_weights()
    {
        JobSpec spec = RunSpecs.Small();
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, List<JobEvent> plain) = await alone.Train();
        using var first = new LocalCluster(spec, workers: 2);
        var job = new Job { ResolvedSpec = spec, Progress = new Progress() };
        var events = new List<JobEvent>();
        await foreach (JobEvent happened in first.Run().Run(TestContext.Current.CancellationToken))
        {
            JobView.Apply(job, happened);
            events.Add(happened);
            if (happened.StepCompleted?.Step == 8) break;
        }

        using var second = new LocalCluster(spec, workers: 3);
        CopyBlobs(first, second, job.Checkpoints);
        var resume = new ResumePoint(job.Progress.Step, job.Progress.Epoch, [.. job.Progress.ValidationLosses], [.. job.Checkpoints], job.Preparation, 1000);
        (Model model, List<JobEvent> rest) = await second.Train(resume);

        Assert.Equal(6, job.Checkpoints[^1].Step);
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(Curve(plain), Curve(events).Concat(Curve(rest)));
    }

    [Theory]
    [InlineData(17)] // The newest checkpoint is of step 15 in epoch 1; its steps are made again when the loss of epoch 1 is known already.
    [InlineData(20)]
    public async Task A_resumed_run_has_the_rates_of_one_that_never_stopped(long stop)
    {
        // Losses of the closed-form replica never change, so each epoch after the first halves the rate.
        JobSpec spec = RunSpecs.Small(epochs: 4);
        spec.Training.Schedule = new ScheduleSpec
        {
            ReduceOnPlateau = new ReduceOnPlateauSchedule { Factor = 0.5f, Patience = 1, MinDelta = 0.0001f, Cooldown = 0, MinLearningRate = 0 },
        };
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, List<JobEvent> plain) = await alone.Train();
        Assert.Equal([0.3f, 0.3f, 0.15f, 0.075f], Steps(plain).GroupBy(step => step.Epoch).Select(epoch => (float)epoch.Select(step => step.LearningRate).Distinct().Single()));

        using var first = new LocalCluster(spec, workers: 2);
        var job = new Job { ResolvedSpec = spec, Progress = new Progress() };
        var events = new List<JobEvent>();
        await foreach (JobEvent happened in first.Run().Run(TestContext.Current.CancellationToken))
        {
            JobView.Apply(job, happened);
            events.Add(happened);
            if (happened.StepCompleted?.Step == stop) break;
        }

        using var second = new LocalCluster(spec, workers: 1);
        CopyBlobs(first, second, job.Checkpoints);
        (Model model, List<JobEvent> rest) = await second.Train(new ResumePoint(
            job.Progress.Step, job.Progress.Epoch, [.. job.Progress.ValidationLosses], [.. job.Checkpoints], job.Preparation, 1000));
        Assert.Equal(2, job.Progress.ValidationLosses.Count);
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(Steps(plain).Select(step => step.LearningRate), Steps(events.Concat(rest)).Select(step => step.LearningRate));
    }

    [Fact]
    public async Task Examples_and_targets_of_a_step_are_counted()
    {
        using var cluster = new LocalCluster(RunSpecs.Small(epochs: 1), workers: 1);
        (_, List<JobEvent> events) = await cluster.Train();
        int all = events.Single(e => e.Prepared is not null).Prepared.TrainingExamples;
        Assert.All(Steps(events).SkipLast(1), step => Assert.Equal((600, 600), (step.Examples, step.Targets)));
        Assert.Equal((all % 600, all % 600), (Steps(events).Last().Examples, Steps(events).Last().Targets));
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_passed_over_for_the_one_before()
    {
        JobSpec spec = RunSpecs.Small();
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, _) = await alone.Train();
        using var first = new LocalCluster(spec, workers: 1);
        var job = new Job { ResolvedSpec = spec, Progress = new Progress() };
        await foreach (JobEvent happened in first.Run().Run(TestContext.Current.CancellationToken))
        {
            JobView.Apply(job, happened);
            if (happened.StepCompleted?.Step == 8) break;
        }

        using var second = new LocalCluster(spec, workers: 2);
        CopyBlobs(first, second, [job.Checkpoints[0]]);
        (Model model, _) = await second.Train(new ResumePoint(8, job.Progress.Epoch, [.. job.Progress.ValidationLosses], [.. job.Checkpoints], job.Preparation, 1000));
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
    }

    [Fact]
    public async Task A_loss_that_is_not_finite_ends_the_job_and_names_the_step()
    {
        using var cluster = new LocalCluster(RunSpecs.Small(learningRate: 1e30f), workers: 2);
        JobFailedException failure = await Assert.ThrowsAsync<JobFailedException>(() => cluster.Train());
        Assert.Equal("NON_FINITE_LOSS", failure.Reason);
        Assert.Contains("in step 3;", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_of_another_numeric_class_is_left_out_with_a_reason()
    {
        using var cluster = new LocalCluster(RunSpecs.Small(epochs: 1), workers: 1);
        cluster.Add("w9", new QuadraticReplicaFactory(numericClass: "other"));
        (_, List<JobEvent> events) = await cluster.Train();
        WorkerChanged left = Assert.Single(events, e => e.WorkerChanged is { Joined: false }).WorkerChanged;
        Assert.Equal("w9", left.Worker);
        Assert.Contains("numeric class is other", left.Message, StringComparison.Ordinal);
        Assert.All(Steps(events), step => Assert.Equal(1, step.Workers));
    }

    [Fact]
    public async Task A_full_disk_costs_a_checkpoint_and_leaves_the_one_before_valid()
    {
        using var disk = new SmallDisk();
        var blobs = new BlobStore(disk.Path);
        using var cluster = new LocalCluster(RunSpecs.Small(), workers: 2, blobs: blobs);
        var saved = new List<CheckpointSaved>();
        long steps = 0;
        JobFailedException failure = await Assert.ThrowsAsync<JobFailedException>(async () =>
        {
            await foreach (JobEvent happened in cluster.Run().Run(TestContext.Current.CancellationToken))
            {
                steps = happened.StepCompleted?.Step ?? steps;
                if (happened.CheckpointSaved is null) continue;
                saved.Add(happened.CheckpointSaved);
                if (saved.Count == 1) Fill(System.IO.Path.Combine(disk.Path, "filler"));
            }
        });
        Assert.Equal("STORAGE_FAILED", failure.Reason);
        Assert.Equal(16, steps);
        Assert.Empty(saved[0].Error);
        Assert.All(saved.Skip(1), later => Assert.NotEmpty(later.Error));
        Assert.True(blobs.Verify(saved[0].Checkpoint.Sha256));
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] kilobyte = new byte[1024];
        try
        {
            while (true)
            {
                file.Write(kilobyte);
            }
        }
        catch (IOException)
        {
            // Full, as asked for.
        }
    }

    private static void CopyBlobs(LocalCluster from, LocalCluster to, IEnumerable<Checkpoint> checkpoints)
    {
        foreach (Checkpoint checkpoint in checkpoints)
        {
            using Stream source = from.Blobs.OpenRead(checkpoint.Sha256);
            to.Blobs.Write(source.CopyTo);
        }
    }

    private static IEnumerable<StepCompleted> Steps(IEnumerable<JobEvent> events) => events.Select(e => e.StepCompleted).OfType<StepCompleted>();

    private static (long, double, double, double)[] Curve(IEnumerable<JobEvent> events) =>
        [.. Steps(events).Select(step => (step.Step, step.Loss, step.Accuracy, step.GradientNorm))];
}
