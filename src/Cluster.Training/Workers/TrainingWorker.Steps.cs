using Cluster.Training.Exchange;
using Cluster.Training.Optimizers;
using Cluster.Training.Planning;

namespace Cluster.Training.Workers;

public sealed partial class TrainingWorker
{
    /// <inheritdoc/>
    public async Task<StepReport[]> RunSteps(StepPlan plan, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        long version = Prepared.State.Version;
        if (plan.Attempt < _board.Attempt || plan.Step != version)
            return [StepReport.Unchanged(StepOutcome.Fenced, version, $"{Name} is at version {version} and attempt {_board.Attempt}")];
        _board.Begin(plan.Attempt);
        _step = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (plan.Attempt < _board.Attempt) _step.Cancel();
        var reports = new List<StepReport>(plan.Steps);
        do
        {
            if (reports.Count > 0) _board.BeginStep();
            reports.Add(await Try(plan.At(reports.Count), _step.Token));
        }
        while (reports[^1].Outcome == StepOutcome.Completed && reports.Count < plan.Steps);
        return [.. reports];
    }

    private async Task<StepReport> Try(StepPlan plan, CancellationToken cancel)
    {
        try
        {
            StepReport report = await Execute(plan, cancel);
            if (report.Outcome == StepOutcome.Completed) Note(report, plan.Attempt);
            return report;
        }
        catch (Exception error) when (error is AttemptFencedException or OperationCanceledException)
        {
            return StepReport.Unchanged(StepOutcome.Fenced, plan.Step, error.Message);
        }
        catch (PeerLostException error)
        {
            return StepReport.Unchanged(StepOutcome.PeerLost, plan.Step, error.Message, error.Endpoint);
        }
        catch (ShardDisputedException dispute)
        {
            return StepReport.Unchanged(StepOutcome.Disputed, plan.Step, dispute.Digest);
        }
        catch (Exception error)
        {
            return StepReport.Unchanged(StepOutcome.Faulted, plan.Step, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private async Task<StepReport> Execute(StepPlan plan, CancellationToken cancel)
    {
        PreparedJob job = Prepared;
        WorkerShare own = plan.Shares.First(share => share.Worker == Name);
        var exchange = new CountedExchange(surroundings.Exchange);
        var context = new StepContext(
            identity.Job, plan, own, job.Replica.Layout.Length, job.Work.DivisorOf(plan), _board, exchange, job.Pool, new FoldClock(surroundings.Time), cancel);
        await using IStepExecution step = job.Codec is { } codec
            ? new CompressedExecution(context, job, codec)
            : new StepExecution(context, job.Work, job.Replica.Lanes);

        long begin = surroundings.Time.GetTimestamp();
        try
        {
            _computing = true;
            await step.ComputeShards();
        }
        finally
        {
            _computing = false;
        }

        TimeSpan compute = surroundings.Time.GetElapsedTime(begin);
        double folded = step.FoldSeconds;
        Memory<float> mean = await step.Exchange();
        TimeSpan exchanged = surroundings.Time.GetElapsedTime(begin) - compute;

        double norm = Math.Sqrt(SquaredNorm.Of(mean.Span));
        bool finite = double.IsFinite(norm) && step.Sums.All(sums => double.IsFinite(sums.Loss));
        cancel.ThrowIfCancellationRequested();
        if (finite)
        {
            job.Apply(mean.Span, norm, plan.LearningRate);
            step.Commit();
        }

        double update = (surroundings.Time.GetElapsedTime(begin) - compute - exchanged).TotalSeconds;
        // Lanes add at the same time, so their share of the time that passed is less than the sum of theirs.
        double added = folded / step.Lanes, finished = step.FoldSeconds - folded;
        var seconds = new PhaseSeconds(Math.Max(0, compute.TotalSeconds - added), Math.Max(0, exchanged.TotalSeconds - finished), update, added + finished);
        StepOutcome outcome = finite ? StepOutcome.Completed : StepOutcome.NonFinite;
        return new StepReport(outcome, job.State.Version, step.Sums, norm, seconds) { BytesReceived = exchange.Bytes };
    }

    private void Note(StepReport report, long attempt)
    {
        _recent.Add(report);
        _madeIn = attempt;
    }
}
