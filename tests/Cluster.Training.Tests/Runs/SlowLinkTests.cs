using Cluster.Training.Planning;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

/// <summary>Rounds of local steps, and compressed messages, over closed-form replicas.</summary>
public sealed class SlowLinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int, SyncSpec.Types.Codec> Modes => new()
    {
        { 3, SyncSpec.Types.Codec.None },
        { 20, SyncSpec.Types.Codec.Int4 },
        { 1, SyncSpec.Types.Codec.Int8 },
        { 1, SyncSpec.Types.Codec.Topk },
        { 5, SyncSpec.Types.Codec.Fp16 },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Any_number_of_workers_and_lanes_and_a_loss_give_the_same_weights_losses_and_ledger(int localSteps, SyncSpec.Types.Codec codec)
    {
        JobSpec spec = Spec(localSteps, codec);
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, List<JobEvent> plain) = await alone.Train();
        foreach ((int workers, int lanes, bool lost) in new[] { (1, 3, false), (2, 1, true), (3, 2, true), (5, 1, false) })
        {
            using var cluster = new LocalCluster(spec, workers, lanes);
            if (lost) cluster.Workers[1].DiesAfter = 1;
            if (lost) cluster.Workers[1].Returns = true;
            (Model model, List<JobEvent> events) = await cluster.Train();
            Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
            Assert.Equal(Curve(plain), Curve(events));
            Assert.Equal(expected.Metrics, model.Metrics);
        }
    }

    [Fact]
    public async Task Local_steps_use_the_examples_that_steps_use()
    {
        JobSpec rounds = Spec(localSteps: 3, SyncSpec.Types.Codec.None), steps = Spec(localSteps: 1, SyncSpec.Types.Codec.None);
        StepCompleted[] round = await Steps(rounds), step = await Steps(steps);
        // 8 steps an epoch make 3 rounds, of 2, 3 and 3 steps.
        Assert.Equal([2, 3, 3, 2, 3, 3], round.Select(each => each.LocalSteps));
        Assert.Equal(step[..2].Aggregate(0UL, (sum, each) => unchecked(sum + each.Ledger)), round[0].Ledger);
        Assert.Equal(step[2..5].Aggregate(0UL, (sum, each) => unchecked(sum + each.Ledger)), round[1].Ledger);
        Assert.Equal(step.Sum(each => each.Examples), round.Sum(each => each.Examples));
        Assert.Equal([0, 0, 0, 1, 1, 1], round.Select(each => each.Epoch));
    }

    [Fact]
    public async Task One_local_replica_and_plain_averaging_are_the_plain_steps()
    {
        // With one replica, outer rate 1 and no momentum a round of k steps is k steps, but for the rounding of start - (start - end).
        JobSpec rounds = Spec(localSteps: 4, SyncSpec.Types.Codec.None), steps = Spec(localSteps: 1, SyncSpec.Types.Codec.None);
        (rounds.Training.Sync.Replicas, rounds.Training.Sync.Outer.LearningRate, rounds.Training.Sync.Outer.Momentum) = (1, 1, 0);
        using LocalCluster one = new(rounds, workers: 1), other = new(steps, workers: 1);
        (_, List<JobEvent> local) = await one.Train();
        (_, List<JobEvent> plain) = await other.Train();
        double[] losses = [.. Completed(plain).Select(step => step.Loss)];
        double[] targets = [.. Completed(plain).Select(step => (double)step.Targets)];
        StepCompleted[] round = [.. Completed(local)];
        for (int i = 0; i < round.Length; i++)
        {
            double expected = Enumerable.Range(i * 4, 4).Sum(step => losses[step] * targets[step]) / Enumerable.Range(i * 4, 4).Sum(step => targets[step]);
            Assert.Equal(expected, round[i].Loss, expected * 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_unit_comes_to_the_same_bits_on_any_worker_and_a_second_time(int localSteps, SyncSpec.Types.Codec codec)
    {
        using var cluster = new LocalCluster(Spec(localSteps, codec), workers: 2, lanes: 2);
        PrepareResult prepared = (await Task.WhenAll(cluster.Workers.Select(worker => worker.Prepare(Cancel))))[0];
        StepPlan plan = StepPlanner.Plan(0, 1, 3, 0.7f, prepared.VectorLength, [("w0", "local://w0")]);
        if (localSteps > 1) plan = plan with { LocalRates = [.. Enumerable.Repeat(0.3f, localSteps)] };
        for (int unit = 0; unit < 3; unit++)
        {
            string first = await cluster.Workers[0].DigestShard(plan, unit, Cancel);
            Assert.Equal(first, await cluster.Workers[1].DigestShard(plan, unit, Cancel));
            Assert.Equal(first, await cluster.Workers[0].DigestShard(plan, unit, Cancel));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_run_that_stopped_goes_on_from_its_checkpoint_to_the_same_weights(int localSteps, SyncSpec.Types.Codec codec)
    {
        JobSpec spec = Spec(localSteps, codec);
        spec.Checkpoint.EverySteps = 1;
        using var alone = new LocalCluster(spec, workers: 1);
        (Model expected, _) = await alone.Train();
        using var first = new LocalCluster(spec, workers: 2);
        var job = new Job { ResolvedSpec = spec, Progress = new Progress() };
        await foreach (JobEvent happened in first.Run().Run(Cancel))
        {
            JobView.Apply(job, happened);
            if (happened.CheckpointSaved is not null) break;
        }

        using var second = new LocalCluster(spec, workers: 3, blobs: first.Blobs);
        var resume = new ResumePoint(job.Progress.Step, job.Progress.Epoch, [.. job.Progress.ValidationLosses], [.. job.Checkpoints], job.Preparation, 1000);
        Assert.Equal(expected.WeightsSha256, (await second.Train(resume)).Model.WeightsSha256);
    }

    [Fact]
    public async Task A_replayed_round_comes_to_the_logged_numbers()
    {
        JobSpec spec = Spec(localSteps: 3, SyncSpec.Types.Codec.Int4);
        spec.Training.Schedule = new ScheduleSpec { Cosine = new CosineSchedule() };
        using var cluster = new LocalCluster(spec, workers: 2);
        (_, List<JobEvent> events) = await cluster.Train();
        StepCompleted[] rounds = [.. Completed(events)];
        using var aside = new LocalCluster(spec, workers: 1);
        PrepareResult prepared = await aside.Workers[0].Prepare(Cancel);
        double[] losses = [.. events.Select(e => e.EpochCompleted).OfType<EpochCompleted>().Select(epoch => epoch.Metrics["validation/loss"])];
        StepReport report = await new StepReplay(spec, aside.Workers[0]).Run(
            0, [.. rounds.Take(5).Select(round => round.LearningRate)], [.. losses], prepared, Cancel);
        Assert.Equal((rounds[4].Loss, rounds[4].GradientNorm), (report.MeanLoss(), report.GradientNorm));
    }

    [Fact]
    public async Task Results_of_rounds_are_checked_like_gradients()
    {
        JobSpec spec = Spec(localSteps: 3, SyncSpec.Types.Codec.None);
        spec.Training.Verify.EverySteps = 1;
        using var cluster = new LocalCluster(spec, workers: 3);
        (Model model, List<JobEvent> events) = await cluster.Train();
        using var alone = new LocalCluster(Spec(localSteps: 3, SyncSpec.Types.Codec.None), workers: 1);
        Assert.Equal((await alone.Train()).Model.WeightsSha256, model.WeightsSha256);
        Assert.DoesNotContain(events, e => e.Incident is not null);
    }

    [Fact]
    public async Task Epochs_within_a_round_are_validated_after_it_and_the_run_ends_early_where_it_should()
    {
        // 8 steps an epoch: two epochs in a round.
        JobSpec spec = Spec(localSteps: 20, SyncSpec.Types.Codec.None, epochs: 5);
        using var cluster = new LocalCluster(spec, workers: 2);
        (_, List<JobEvent> events) = await cluster.Train();
        Assert.Equal([16, 16, 8], Completed(events).Select(round => round.LocalSteps));
        Assert.Equal([(0, 1L), (1, 1), (2, 2), (3, 2), (4, 3)], events.Select(e => e.EpochCompleted).OfType<EpochCompleted>().Select(epoch => (epoch.Epoch, epoch.Step)));
        Assert.Equal(3, events.Last(e => e.CheckpointSaved is not null).CheckpointSaved.Checkpoint.Step);
    }

    [Fact]
    public async Task Bytes_are_counted()
    {
        long whole = (await Steps(Spec(localSteps: 1, SyncSpec.Types.Codec.None), workers: 2)).Sum(step => step.BytesReceived);
        long rounds = (await Steps(Spec(localSteps: 20, SyncSpec.Types.Codec.None), workers: 2)).Sum(step => step.BytesReceived);
        Assert.Equal(0, (await Steps(Spec(localSteps: 20, SyncSpec.Types.Codec.None), workers: 1)).Sum(step => step.BytesReceived));
        // 16 steps against one round, of some loss sums less.
        Assert.InRange((double)whole / rounds, 14, 32);
    }

    [Fact]
    public async Task A_checkpoint_holds_the_estimates()
    {
        JobSpec spec = Spec(localSteps: 1, SyncSpec.Types.Codec.Int8);
        using var cluster = new LocalCluster(spec, workers: 1);
        (_, List<JobEvent> events) = await cluster.Train();
        Checkpoint saved = events.Last(e => e.CheckpointSaved is not null).CheckpointSaved.Checkpoint;
        using Stream file = cluster.Blobs.OpenRead(saved.Sha256);
        byte[] head = new byte[600];
        file.ReadExactly(head);
        string text = System.Text.Encoding.ASCII.GetString(head);
        Assert.Contains("estimate_0", text, StringComparison.Ordinal);
        Assert.Contains("estimate_2", text, StringComparison.Ordinal);
    }

    private static JobSpec Spec(int localSteps, SyncSpec.Types.Codec codec, int epochs = 2)
    {
        JobSpec spec = RunSpecs.Small(epochs, shards: 9);
        spec.Training.ClipNorm = 1;
        spec.Training.Sync = new SyncSpec { LocalSteps = localSteps, Replicas = 3, Compress = codec, TopFraction = 0.25f, Outer = new OuterSpec { LearningRate = 0.7f, Momentum = 0.5f } };
        return spec;
    }

    private static async Task<StepCompleted[]> Steps(JobSpec spec, int workers = 1)
    {
        using var cluster = new LocalCluster(spec, workers);
        return [.. Completed((await cluster.Train()).Events)];
    }

    private static IEnumerable<StepCompleted> Completed(IEnumerable<JobEvent> events) => events.Select(e => e.StepCompleted).OfType<StepCompleted>();

    private static (long, double, double, double, ulong, int)[] Curve(IEnumerable<JobEvent> events) =>
        [.. Completed(events).Select(step => (step.Step, step.Loss, step.GradientNorm, step.Accuracy, step.Ledger, step.Examples))];
}
