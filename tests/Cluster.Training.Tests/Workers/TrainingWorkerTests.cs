using Cluster.Training.Exchange;
using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Tests.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Workers;

public sealed class TrainingWorkerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly LocalCluster _cluster = new(RunSpecs.Small(), workers: 2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FragileWorker First => _cluster.Workers[0];

    private FragileWorker Second => _cluster.Workers[1];

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task A_worker_that_waits_for_a_silent_peer_answers_a_new_coordinator_at_once()
    {
        await PrepareAll();
        Task<StepReport[]> waiting = First.RunSteps(await Plan(step: 0, attempt: 1), Cancel);
        Assert.NotNull((await First.Prepare(Cancel).WaitAsync(Limit, Cancel)).Preparation);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, (await First.Begin(2, 0, Cancel).WaitAsync(Limit, Cancel)).Version);
        Assert.Equal(StepOutcome.Fenced, (await waiting.WaitAsync(Limit, Cancel))[0].Outcome);
    }

    [Fact]
    public async Task A_peer_that_is_gone_ends_the_step_although_another_one_is_silent()
    {
        using var cluster = new LocalCluster(RunSpecs.Small(), workers: 3);
        PrepareResult prepared = (await Task.WhenAll(cluster.Workers.Select(worker => worker.Prepare(Cancel))))[0];
        StepPlan plan = StepPlanner.Plan(0, 1, 7, 0.3f, prepared.VectorLength, [.. cluster.Workers.Select(worker => (worker.Name, worker.Endpoint))]);
        cluster.Workers[2].CutOff();

        StepReport report = (await cluster.Workers[0].RunSteps(plan, Cancel).WaitAsync(Limit, Cancel))[0];

        Assert.Equal((StepOutcome.PeerLost, cluster.Workers[2].Endpoint), (report.Outcome, report.LostEndpoint));
    }

    [Fact]
    public async Task An_older_attempt_and_another_version_are_refused()
    {
        await PrepareAll();
        await First.Begin(5, 0, Cancel);
        Assert.Equal(StepOutcome.Fenced, (await First.RunSteps(await Plan(step: 0, attempt: 4), Cancel))[0].Outcome);
        Assert.Equal(StepOutcome.Fenced, (await First.RunSteps(await Plan(step: 3, attempt: 6), Cancel))[0].Outcome);
    }

    [Fact]
    public async Task Both_workers_report_the_same_step()
    {
        await PrepareAll();
        StepReport[] reports = await RunStep(step: 0, attempt: 1);
        Assert.All(reports, report => Assert.Equal((StepOutcome.Completed, 1L), (report.Outcome, report.Version)));
        Assert.Equal(reports[0].Sums, reports[1].Sums);
        Assert.Equal(reports[0].GradientNorm, reports[1].GradientNorm);
    }

    [Fact]
    public async Task A_plan_of_several_steps_reports_each_as_plans_of_one_do()
    {
        await PrepareAll();
        using var single = new LocalCluster(RunSpecs.Small(), workers: 1);
        FragileWorker alone = single.Workers[0];
        PrepareResult prepared = await alone.Prepare(Cancel);
        float[] rates = [0.3f, 0.2f, 0.1f];
        var expected = new List<StepReport>();
        for (int step = 0; step < rates.Length; step++)
        {
            StepPlan one = StepPlanner.Plan(step, step + 1, 7, rates[step], prepared.VectorLength, [(alone.Name, alone.Endpoint)]);
            expected.Add((await alone.RunSteps(one, Cancel))[0]);
        }

        StepPlan plan = (await Plan(step: 0, attempt: 1)) with { FollowingRates = rates[1..] };
        StepReport[][] reports = await Task.WhenAll(_cluster.Workers.Select(worker => worker.RunSteps(plan, Cancel))).WaitAsync(Limit, Cancel);

        Assert.All(reports, own => Assert.Equal(
            expected.Select(report => (report.Version, report.GradientNorm, report.MeanLoss())), own.Select(report => (report.Version, report.GradientNorm, report.MeanLoss()))));
        Assert.All(reports, own => Assert.Equal(expected.Select(report => report.Sums), own.Select(report => report.Sums)));
    }

    [Fact]
    public async Task A_worker_that_is_behind_copies_state_and_report_from_another_one()
    {
        await PrepareAll();
        StepPlan alone = StepPlanner.Plan(0, 1, 7, 0.3f, (await First.Prepare(Cancel)).VectorLength, [(First.Name, First.Endpoint)]);
        StepReport report = (await First.RunSteps(alone, Cancel))[0];
        WorkerStatus copied = await Second.CopyFrom(First.Endpoint, await First.Begin(2, 0, Cancel), Cancel);
        Assert.Equal(1, copied.Version);
        Assert.Equal([report], (await Second.Begin(3, 0, Cancel)).Reports);
        Assert.Empty((await Second.Begin(4, 1, Cancel)).Reports);

        Model one = (await First.Export(EvaluationResult.None, Cancel)).Model!;
        Model two = (await Second.Export(EvaluationResult.None, Cancel)).Model!;
        Assert.Equal(one.WeightsSha256, two.WeightsSha256);
    }

    [Fact]
    public async Task Copying_from_a_worker_at_another_version_leaves_version_0()
    {
        await PrepareAll();
        await Assert.ThrowsAsync<AttemptFencedException>(() => Second.CopyFrom(First.Endpoint, new WorkerStatus(9, 1, []), Cancel));
        Assert.Equal(0, (await Second.Begin(1, 0, Cancel)).Version);
    }

    [Fact]
    public async Task A_checkpoint_of_another_numeric_class_or_a_missing_one_changes_nothing()
    {
        await PrepareAll();
        await RunStep(step: 0, attempt: 1);
        Checkpoint saved = (await First.Save([], Cancel)).Checkpoint;
        Checkpoint foreign = saved.Clone();
        foreign.NumericClass = "other";
        Checkpoint missing = saved.Clone();
        missing.Sha256 = new string('0', 64);
        await RunStep(step: 1, attempt: 2);
        Assert.Equal(2, (await First.Restore(foreign, Cancel)).Version);
        Assert.Equal(2, (await First.Restore(missing, Cancel)).Version);
        Assert.Equal(1, (await First.Restore(saved, Cancel)).Version);
    }

    [Fact]
    public async Task A_checkpoint_that_lies_on_another_silo_is_fetched()
    {
        await PrepareAll();
        await RunStep(step: 0, attempt: 1);
        Checkpoint saved = (await First.Save([], Cancel)).Checkpoint;
        using var elsewhere = new LocalCluster(RunSpecs.Small(), workers: 1);
        await elsewhere.Workers[0].Prepare(Cancel);

        Assert.Equal(0, (await elsewhere.Workers[0].Restore(saved, Cancel)).Version);
        elsewhere.Peers.Connect("first", _cluster.Blobs);
        Assert.Equal(1, (await elsewhere.Workers[0].Restore(saved, Cancel)).Version);
        Assert.True(elsewhere.Blobs.Verify(saved.Sha256));
    }

    [Fact]
    public async Task A_job_whose_files_no_silo_has_cannot_be_prepared()
    {
        JobSpec spec = RunSpecs.Small();
        spec.Data.Source = new DatasetSource { Files = { new DatasetFile { Name = "sms.csv", Size = 5, Sha256 = new string('0', 64) } } };
        using var cluster = new LocalCluster(spec, workers: 1);

        PrepareResult result = await cluster.Workers[0].Prepare(Cancel);

        Assert.Null(result.Preparation);
        Assert.Equal(("DATA_MISSING", "The file sms.csv cannot be had: no silo that lives has it."), (result.Reason, result.Message));
    }

    [Fact]
    public async Task A_checkpoint_that_makes_others_superfluous_deletes_them_only_after_it_is_durable()
    {
        await PrepareAll();
        Checkpoint first = (await First.Save([], Cancel)).Checkpoint;
        await RunStep(step: 0, attempt: 1);
        Checkpoint second = (await First.Save([first.Sha256], Cancel)).Checkpoint;
        Assert.False(_cluster.Blobs.Contains(first.Sha256));
        Assert.True(_cluster.Blobs.Verify(second.Sha256));
    }

    private Task<PrepareResult[]> PrepareAll() => Task.WhenAll(_cluster.Workers.Select(worker => worker.Prepare(Cancel)));

    private async Task<StepReport[]> RunStep(long step, long attempt)
    {
        StepPlan plan = await Plan(step, attempt);
        StepReport[][] reports = await Task.WhenAll(_cluster.Workers.Select(worker => worker.RunSteps(plan, Cancel))).WaitAsync(Limit, Cancel);
        return [.. reports.Select(own => own.Single())];
    }

    private async Task<StepPlan> Plan(long step, long attempt) => StepPlanner.Plan(
        step, attempt, 7, 0.3f, (await First.Prepare(Cancel)).VectorLength, [.. _cluster.Workers.Select(worker => (worker.Name, worker.Endpoint))]);
}
