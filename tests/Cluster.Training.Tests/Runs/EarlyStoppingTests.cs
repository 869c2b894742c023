using Cluster.Training.Blobs;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

/// <summary>Runs that stop early and take the best epoch's weights, on any number of machines and across losses.</summary>
public sealed class EarlyStoppingTests
{
    private const int BestEpoch = 2;
    private const int StepsPerEpoch = 8;

    /// <summary>What training to the best epoch gives, without early stopping, on one worker.</summary>
    private static readonly Lazy<Task<Model>> Best = new(async () =>
    {
        using LocalCluster plain = Cluster(Spec(epochs: BestEpoch + 1), workers: 1);
        return (await plain.Train()).Model;
    });

    [Fact]
    public async Task The_model_is_the_one_that_training_to_the_best_epoch_would_have_given()
    {
        Model expected = await Best.Value;
        foreach (int workers in new[] { 1, 3 })
        {
            using LocalCluster cluster = Cluster(Stopping(), workers);
            Job job = NewJob(cluster.Spec);
            Model model = await Train(cluster, job);
            Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
            Assert.Equal(expected.Metrics["test/loss"], model.Metrics["test/loss"]);
            Assert.Equal(job.Progress.Monitored[BestEpoch], model.Metrics["validation/loss"]);
            Assert.Equal(model.Metrics["validation/loss"], job.Metrics["validation/loss"]);
            AssertStopped(job);
        }
    }

    [Fact]
    public async Task A_new_coordinator_after_the_best_epoch_stops_where_the_old_one_would_have_and_finds_the_best_weights()
    {
        Model expected = await Best.Value;
        foreach (int workers in new[] { 1, 3 })
        {
            using LocalCluster first = Cluster(Stopping(), workers);
            Job job = NewJob(first.Spec);
            await Train(first, job, until: happened => happened.StepCompleted?.Step == StepsPerEpoch * 4 + 2);
            using LocalCluster second = Cluster(Stopping(), workers, first.Blobs);
            Model model = await Train(second, job);
            Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
            AssertStopped(job);
        }
    }

    [Fact]
    public async Task A_new_coordinator_after_the_last_epoch_neither_trains_nor_forgets_that_training_stopped()
    {
        using LocalCluster first = Cluster(Stopping(), workers: 2);
        Job job = NewJob(first.Spec);
        await Train(first, job, until: happened => happened.EpochCompleted?.StopReason.Length > 0);
        using LocalCluster second = Cluster(Stopping(), workers: 2, first.Blobs);
        await Train(second, job);
        AssertStopped(job);
    }

    [Fact]
    public async Task A_worker_that_is_lost_between_best_and_end_does_not_show()
    {
        Model expected = await Best.Value;
        using LocalCluster cluster = Cluster(Stopping(), workers: 3);
        cluster.Workers[0].DiesBefore = StepsPerEpoch * 4 + 3;
        cluster.Workers[0].Returns = true;
        Job job = NewJob(cluster.Spec);
        Assert.Equal(expected.WeightsSha256, (await Train(cluster, job)).WeightsSha256);
        AssertStopped(job);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task If_the_best_checkpoint_is_lost_its_steps_are_made_again(bool allOlderOnesToo)
    {
        Model expected = await Best.Value;
        using LocalCluster cluster = Cluster(Stopping(keepLast: allOlderOnesToo ? 1 : 100), workers: 3);
        Job job = NewJob(cluster.Spec);
        var events = new List<JobEvent>();
        TrainingRun run = cluster.Run();
        await foreach (JobEvent happened in run.Run(TestContext.Current.CancellationToken))
        {
            events.Add(happened);
            JobView.Apply(job, happened);
            if (happened.EpochCompleted?.StopReason.Length > 0) cluster.Blobs.Delete(job.Checkpoints.Single(checkpoint => checkpoint.Best).Sha256);
        }

        Assert.Equal(expected.WeightsSha256, run.Model!.WeightsSha256);
        StateChanged told = Assert.Single(events, e => e.StateChanged?.Reason == "BEST_CHECKPOINT_LOST").StateChanged;
        long from = allOlderOnesToo ? 0 : job.Checkpoints.Last(checkpoint => checkpoint.Step < StepsPerEpoch * (BestEpoch + 1)).Step;
        Assert.Equal($"the checkpoint of the best epoch, step 24, is missing or damaged; the steps after {from} are made again", told.Message);
        Assert.Equal(job.Progress.Step, events.Count(e => e.StepCompleted is not null));
        AssertStopped(job);
    }

    [Fact]
    public async Task A_store_that_lacks_the_best_checkpoint_gets_the_weights_from_another_worker()
    {
        Model expected = await Best.Value;
        using LocalCluster cluster = Cluster(Stopping(), workers: 2);
        using var other = new TemporaryDirectory();
        cluster.Add("w9", new PeakReplicaFactory(), new BlobStore(other.Path));
        Job job = NewJob(cluster.Spec);
        Assert.Equal(expected.WeightsSha256, (await Train(cluster, job)).WeightsSha256);
    }

    [Fact]
    public async Task Without_restoring_the_model_has_the_last_weights_and_the_best_checkpoint_is_kept()
    {
        JobSpec spec = Stopping(keepLast: 1);
        spec.Training.EarlyStopping.RestoreBest = false;
        using LocalCluster plain = Cluster(Spec(epochs: BestEpoch + 3), workers: 1);
        (Model expected, _) = await plain.Train();
        using LocalCluster cluster = Cluster(spec, workers: 2);
        Job job = NewJob(cluster.Spec);
        Assert.Equal(expected.WeightsSha256, (await Train(cluster, job)).WeightsSha256);
        Assert.Equal([(24L, true), (40L, false)], job.Checkpoints.Select(checkpoint => (checkpoint.Step, checkpoint.Best)));
        Assert.All(job.Checkpoints, checkpoint => Assert.True(cluster.Blobs.Contains(checkpoint.Sha256)));
    }

    [Fact]
    public async Task All_epochs_used_up_is_no_early_stop_but_the_best_weights_are_taken_all_the_same()
    {
        Model expected = await Best.Value;
        JobSpec spec = Stopping();
        spec.Training.Epochs = BestEpoch + 2;
        using LocalCluster cluster = Cluster(spec, workers: 2);
        Job job = NewJob(cluster.Spec);
        Assert.Equal(expected.WeightsSha256, (await Train(cluster, job)).WeightsSha256);
        Assert.Equal(("", 32L, 32L), (job.Progress.StopReason, job.Progress.Step, job.Progress.TotalSteps));
    }

    [Fact]
    public async Task A_metric_that_the_job_does_not_have_ends_it_with_the_list_of_those_it_has()
    {
        JobSpec spec = Stopping();
        spec.Training.EarlyStopping.Monitor = "mae";
        using LocalCluster cluster = Cluster(spec, workers: 1);
        JobFailedException failure = await Assert.ThrowsAsync<JobFailedException>(() => cluster.Train());
        Assert.Equal("METRIC_MISSING", failure.Reason);
        Assert.StartsWith(
            "training.earlyStopping.monitor: this job has no metric mae; it has validation/accuracy, validation/f1_macro,", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertStopped(Job job)
    {
        Progress progress = job.Progress;
        Assert.Equal((40L, 40L, 5, 5, BestEpoch), (progress.Step, progress.TotalSteps, progress.Epoch, progress.Epochs, progress.BestEpoch));
        Assert.StartsWith("validation/loss was best in epoch 3 (", progress.StopReason, StringComparison.Ordinal);
        Assert.EndsWith(") and got no better in 2 epochs since", progress.StopReason, StringComparison.Ordinal);
        Assert.Equal(5, progress.Monitored.Count);
        Assert.Equal(StepsPerEpoch * (BestEpoch + 1), Assert.Single(job.Checkpoints, checkpoint => checkpoint.Best).Step);
    }

    private static JobSpec Spec(int epochs)
    {
        JobSpec spec = RunSpecs.Small(epochs, batchSize: 150, learningRate: 0.018f);
        spec.Data.Split = new SplitSpec { Validation = 0.3, Test = 0.5 };
        return spec;
    }

    private static JobSpec Stopping(int keepLast = 2)
    {
        JobSpec spec = Spec(epochs: 12);
        spec.Training.EarlyStopping = new EarlyStoppingSpec { Monitor = "loss", Patience = 2, MinDelta = 0, RestoreBest = true };
        (spec.Checkpoint.KeepBest, spec.Checkpoint.KeepLast, spec.Checkpoint.EverySteps) = (true, keepLast, 5);
        return spec;
    }

    private static LocalCluster Cluster(JobSpec spec, int workers, BlobStore? blobs = null)
    {
        var cluster = new LocalCluster(spec, workers: 0, blobs: blobs);
        for (int i = 0; i < workers; i++) cluster.Add($"w{i}", new PeakReplicaFactory());
        return cluster;
    }

    private static Job NewJob(JobSpec spec) => new() { ResolvedSpec = spec, Progress = new Progress() };

    /// <summary>Trains on from where a job is, and keeps the job up to date.</summary>
    private static async Task<Model> Train(LocalCluster cluster, Job job, Func<JobEvent, bool>? until = null)
    {
        Progress so = job.Progress;
        var resume = new ResumePoint(so.Step, so.Epoch, [.. so.ValidationLosses], [.. job.Checkpoints], job.Preparation, so.Step * 1000)
        {
            Monitored = [.. so.Monitored],
        };
        TrainingRun run = cluster.Run(resume);
        await foreach (JobEvent happened in run.Run(TestContext.Current.CancellationToken))
        {
            JobView.Apply(job, happened);
            if (until?.Invoke(happened) == true) break;
        }

        return run.Model!;
    }
}
