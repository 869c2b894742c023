using System.Globalization;
using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>A job to which one fault happens, and everything that must hold afterwards.</summary>
/// <param name="fault">The fault.</param>
/// <param name="seed">Chooses the step and the victims.</param>
/// <param name="undisturbed">What the job gives without it.</param>
internal sealed class FaultRun(Fault fault, int seed, UndisturbedRun undisturbed)
{
    // Past two checkpoints, and far from the end.
    private const int FirstStep = 45;
    private const int LastStep = 100;

    private readonly Random _random = new(seed);

    /// <summary>Runs it.</summary>
    /// <returns>Longest time without a committed step from the fault on, beyond a normal step.</returns>
    public async Task<TimeSpan> RunAsync()
    {
        await using TestCluster cluster = new();
        RunningCommand up = await cluster.UpAsync(silos: 3, lanes: 1);
        CommandResult submitted = await cluster.RunAsync(["submit", .. UndisturbedRun.Spec(fault.Epochs)]);
        await using WatchedJob job = new(cluster, submitted.AssertExitCode(0).Out.Trim());
        int step = _random.Next(FirstStep, LastStep);
        await job.UntilStepAsync(step);

        int seen = job.Events.Count;
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task inflicted = fault.Inflict(new FaultScene(cluster, up, job, ended.Task, _random));
        await job.ToEndAsync();
        ended.SetResult();
        await inflicted;

        AssertUndisturbed(job);
        await using WatchedJob again = new(cluster, job.Id, after: seen);
        await again.ToEndAsync();
        Assert.Equal(job.Events.Skip(seen), again.Events);
        Tell(job, step);
        return job.LongestPauseFrom(step) - job.MedianPause;
    }

    private void AssertUndisturbed(WatchedJob job)
    {
        Assert.Equal(Job.Types.State.Succeeded, job.State.State);
        job.AssertComplete(firstSequence: 1, UndisturbedRun.StepsPerEpoch * fault.Epochs);
        Assert.Equal(undisturbed.Losses, job.Steps.Select(read => read.StepCompleted.Loss));
        Assert.Equal(undisturbed.WeightsSha256, job.WeightsSha256);
        ExampleLedger.AssertEachExampleOnceAnEpoch(job);
    }

    private void Tell(WatchedJob job, int step)
    {
        double pause = (job.LongestPauseFrom(step) - job.MedianPause).TotalSeconds;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{fault.Name} at step {step} (seed {seed}): {pause:0.00} s without a step beyond a normal one"));
        foreach (JobEvent read in job.Events.Where(IsNotable))
            TestContext.Current.TestOutputHelper.WriteLine($"  {read}");
    }

    private static bool IsNotable(JobEvent read) =>
        read.EventCase is JobEvent.EventOneofCase.StateChanged or JobEvent.EventOneofCase.WorkerChanged;
}
