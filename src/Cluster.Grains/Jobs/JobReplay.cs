using System.Globalization;
using Cluster.Grains.Workers;
using Cluster.Training.Events;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Grains.Jobs;

/// <summary>Makes a logged step of a job again, on a worker of its own, so that the job does not notice.</summary>
internal sealed class JobReplay(Job job, IEventLog log, ActiveSilos silos, IGrainFactory grains, TimeProvider time)
{
    private const int PageSize = 1000;

    /// <summary>Makes the step.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="maxSteps">Most steps to make, this one included.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ReplayResult> Run(long step, long maxSteps, CancellationToken cancel)
    {
        SortedDictionary<long, StepCompleted> logged = await StepsUpTo(step, cancel);
        if (!logged.TryGetValue(step, out StepCompleted? expected))
            return new ReplayResult(null, "STEP_NOT_LOGGED", Text($"job '{job.Id}' has not made step {step}; its last one is {job.Progress.Step}"));
        IReadOnlyList<Checkpoint> starts = StepReplay.Starts(job.Checkpoints, step);
        if (step - starts[0].Step > maxSteps) return TooMany(step, starts[0].Step, maxSteps);
        if (silos.Now() is not [(string silo, string endpoint), ..])
            return new ReplayResult(null, "REPLAY_FAILED", "no silo is there to make the step");
        long begin = time.GetTimestamp();
        string key = $"{job.Id}~replay-{Guid.NewGuid():N}@{silo}";
        var worker = new GrainWorker(silo, endpoint, job.ResolvedSpec, grains.GetGrain<IWorkerGrain>(key));
        try
        {
            PrepareResult prepared = await worker.Prepare(cancel);
            if (job.Preparation.Equals(prepared.Preparation) is false)
                return new ReplayResult(null, "REPLAY_FAILED", $"{silo} has other data or another numeric class than the job: {prepared.Message}");
            var replay = new StepReplay(job.ResolvedSpec, worker);
            long from = await replay.Restore(starts, cancel);
            if (step - from > maxSteps) return TooMany(step, from, maxSteps);
            double[] rates = [.. logged.Where(one => one.Key > from).Select(one => one.Value.LearningRate)];
            StepReport report = await replay.Run(from, rates, [.. job.Progress.ValidationLosses], prepared, cancel);
            return new ReplayResult(Compare(expected, report, from, silo, time.GetElapsedTime(begin).TotalSeconds));
        }
        catch (WorkerLostException lost)
        {
            return new ReplayResult(null, "REPLAY_FAILED", lost.Message);
        }
        finally
        {
            await Release(worker);
        }
    }

    private static ReplayedStep Compare(StepCompleted expected, StepReport report, long from, string silo, double seconds)
    {
        double loss = report.MeanLoss();
        return new ReplayedStep
        {
            Step = expected.Step,
            FromStep = from,
            Loss = loss,
            GradientNorm = report.GradientNorm,
            Logged = expected,
            Equal = BitConverter.DoubleToInt64Bits(loss) == BitConverter.DoubleToInt64Bits(expected.Loss)
                && BitConverter.DoubleToInt64Bits(report.GradientNorm) == BitConverter.DoubleToInt64Bits(expected.GradientNorm),
            Worker = silo,
            Seconds = seconds,
        };
    }

    private static ReplayResult TooMany(long step, long from, long maxSteps) => new(null, "TOO_MANY_STEPS", Text(
        $"the nearest checkpoint that can be read is of step {from}, so {step - from} steps would have to be made; {maxSteps} are allowed"));

    // Steps that were made again after wrong results are logged more than once; the last time counts.
    private async Task<SortedDictionary<long, StepCompleted>> StepsUpTo(long step, CancellationToken cancel)
    {
        var steps = new SortedDictionary<long, StepCompleted>();
        for (long after = 0; await log.Read(after, PageSize, cancel) is { Count: > 0 } page; after = page[^1].Sequence)
        {
            foreach (StepCompleted completed in page.Select(read => read.StepCompleted).OfType<StepCompleted>())
            {
                if (completed.Step <= step) steps[completed.Step] = completed;
            }
        }

        return steps;
    }

    private static async Task Release(GrainWorker worker)
    {
        try
        {
            await worker.Release(CancellationToken.None);
        }
        catch (WorkerLostException)
        {
            // Its silo is gone, and with it what it held.
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
