using Cluster.Training.Randomness;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

/// <summary>
/// Machines that compute wrong numbers and do not know it. The spec has 16 steps and a checkpoint every 3 steps; with as many shards as workers
/// each has one, however fast it is, so its calls count its steps.
/// </summary>
public sealed class WrongResultTests
{
    [Fact]
    public async Task A_parameter_that_flips_is_found_at_the_checkpoint_and_does_not_show_in_the_result()
    {
        JobSpec spec = RunSpecs.Small(shards: 3);
        (Model expected, List<JobEvent> plain) = await Undisturbed(spec);
        using var cluster = new LocalCluster(spec, workers: 2);
        cluster.Add("w2", new FlippingReplicaFactory(flipsParameter: call => call == 5));

        (Model model, List<JobEvent> events) = await cluster.Train();

        Incident incident = Assert.Single(events, e => e.Incident is not null).Incident;
        Assert.Equal((Incident.Types.Kind.StatesDiffer, "w2", 3L), (incident.Kind, Assert.Single(incident.Workers), incident.ValidSteps));
        Assert.Equal(
            "parameters or optimizer states differ at step 6: w2 stood against the others; the 3 steps since the checkpoint of step 3 are made again; w2 is watched",
            incident.Message);
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(plain.Select(Step).OfType<StepCompleted>().Select(Curve), Counting(events).Select(Curve));
        Assert.Contains(3, Counting(events).Select(step => step.Workers).Skip(10));
    }

    [Fact]
    public async Task A_worker_that_is_wrong_twice_is_left_out()
    {
        JobSpec spec = RunSpecs.Small(shards: 3);
        (Model expected, List<JobEvent> plain) = await Undisturbed(spec);
        using var cluster = new LocalCluster(spec, workers: 2);
        cluster.Add("w2", new FlippingReplicaFactory(flipsParameter: call => call is 5 or 12));

        (Model model, List<JobEvent> events) = await cluster.Train();

        Assert.Equal(2, events.Count(e => e.Incident is not null));
        WorkerChanged left = Assert.Single(events, e => e.WorkerChanged is { Joined: false }).WorkerChanged;
        Assert.Equal(("w2", "it computed wrong numbers twice; the job goes on without it"), (left.Worker, left.Message));
        Assert.Equal(2, Counting(events)[^1].Workers);
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(plain.Select(Step).OfType<StepCompleted>().Select(Curve), Counting(events).Select(Curve));
    }

    [Fact]
    public async Task Two_workers_that_differ_both_begin_again_from_the_last_good_state()
    {
        JobSpec spec = RunSpecs.Small(shards: 2);
        (Model expected, List<JobEvent> plain) = await Undisturbed(spec);
        using var cluster = new LocalCluster(spec, workers: 1);
        cluster.Add("w1", new FlippingReplicaFactory(flipsParameter: call => call == 2));

        (Model model, List<JobEvent> events) = await cluster.Train();

        Incident incident = Assert.Single(events, e => e.Incident is not null).Incident;
        Assert.Empty(incident.Workers);
        Assert.Equal(0, incident.ValidSteps);
        Assert.Contains("w0 and w1 disagree, and nobody can say who is right; the 3 steps since the first step are made again", incident.Message, StringComparison.Ordinal);
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(plain.Select(Step).OfType<StepCompleted>().Select(Curve), Counting(events).Select(Curve));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task A_gradient_that_flips_is_found_before_it_is_used_and_does_not_show_in_the_result(int workers, bool flipsInCheck)
    {
        JobSpec spec = RunSpecs.Small(shards: workers);
        (Model expected, List<JobEvent> plain) = await Undisturbed(spec);
        spec.Training.Verify.EverySteps = 1;
        using var cluster = new LocalCluster(spec, workers - 1);
        // With as many shards as workers the last worker has the last shard; where another one is drawn it may be who checks.
        int calls = 0, step = 0;
        for (; step < 5 || !(flipsInCheck ? IsChecker(spec, step) : Draw(spec, step).Shard == workers - 1); step++) calls += IsChecker(spec, step) ? 2 : 1;
        cluster.Add("w9", new FlippingReplicaFactory(flipsGradient: call => call == calls + 1));

        (Model model, List<JobEvent> events) = await cluster.Train();

        Incident incident = Assert.Single(events, e => e.Incident is not null).Incident;
        Assert.Equal((Incident.Types.Kind.GradientsDiffer, step, "w9"), (incident.Kind, (int)incident.Step, Assert.Single(incident.Workers)));
        Assert.Equal(
            $"the gradient of shard {Draw(spec, step).Shard} of step {step + 1} came to different numbers: w9 stood against the others; "
            + "the step was not committed and is made again; w9 is watched",
            incident.Message);
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
        Assert.Equal(plain.Select(Step).OfType<StepCompleted>().Select(Curve), events.Select(Step).OfType<StepCompleted>().Select(Curve));
    }

    [Fact]
    public async Task Workers_that_never_agree_end_the_job_and_say_why()
    {
        JobSpec spec = RunSpecs.Small();
        spec.Training.Verify.EverySteps = 1;
        using var cluster = new LocalCluster(spec, workers: 1);
        cluster.Add("w1", new FlippingReplicaFactory(flipsGradient: _ => true));
        JobFailedException failure = await Assert.ThrowsAsync<JobFailedException>(() => cluster.Train());
        Assert.Equal("RESULTS_DIFFER", failure.Reason);
        Assert.Contains("w0 and w1 disagree", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checking_every_step_does_not_show_in_the_result()
    {
        JobSpec spec = RunSpecs.Small();
        (Model expected, List<JobEvent> plain) = await Undisturbed(spec);
        spec.Training.Verify.EverySteps = 2;
        using var cluster = new LocalCluster(spec, workers: 3);
        (Model model, List<JobEvent> events) = await cluster.Train();
        Assert.Equal(plain.Select(Step).OfType<StepCompleted>().Select(Curve), Counting(events).Select(Curve));
        Assert.DoesNotContain(events, e => e.Incident is not null);
        Assert.Equal(expected.WeightsSha256, model.WeightsSha256);
    }

    // Whether the last worker computes the drawn shard beforehand, because it was chosen among those who do not have it.
    private static bool IsChecker(JobSpec spec, int step) =>
        Draw(spec, step) is { } draw && draw.Shard != spec.Training.Shards - 1 && draw.Checker == spec.Training.Shards - 2;

    private static (int Shard, int Checker) Draw(JobSpec spec, int step)
    {
        var draw = new CounterRandom(RandomKey.Of(RandomKey.Verification, spec.Training.Seed, (ulong)step));
        return (draw.NextInt(spec.Training.Shards), draw.NextInt(spec.Training.Shards - 1));
    }

    private static async Task<(Model Model, List<JobEvent> Events)> Undisturbed(JobSpec spec)
    {
        using var alone = new LocalCluster(spec.Clone(), workers: 1);
        return await alone.Train();
    }

    private static StepCompleted? Step(JobEvent happened) => happened.StepCompleted;

    // What the log says in the end: of a step that was made again, the last time.
    private static List<StepCompleted> Counting(List<JobEvent> events)
    {
        var steps = new List<StepCompleted>();
        foreach (JobEvent happened in events)
        {
            if (happened.Incident is { HasValidSteps: true } incident) steps.RemoveAll(step => step.Step > incident.ValidSteps);
            if (happened.StepCompleted is { } completed) steps.Add(completed);
        }

        return steps;
    }

    private static (long, double, double, double) Curve(StepCompleted step) => (step.Step, step.Loss, step.Accuracy, step.GradientNorm);
}
