using Cluster.Training.Exchange;
using Cluster.Training.Planning;
using Cluster.Training.Optimizers;

namespace Cluster.Training.Workers;

public sealed partial class TrainingWorker
{
    /// <inheritdoc/>
    public async Task<StepReport> RunStep(StepPlan plan, CancellationToken cancel)
    {
        await using Turn turn = await _turn.Take(cancel);
        long version = Prepared.State.Version;
        if (plan.Attempt < _board.Attempt || plan.Step != version)
            return StepReport.Unchanged(StepOutcome.Fenced, version, $"{Name} is at version {version} and attempt {_board.Attempt}");
        _board.Begin(plan.Attempt);
        _step = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (plan.Attempt < _board.Attempt) _step.Cancel();
        try
        {
            return await Execute(plan, _step.Token);
        }
        catch (Exception error) when (error is AttemptFencedException or OperationCanceledException)
        {
            return StepReport.Unchanged(StepOutcome.Fenced, version, error.Message);
        }
        catch (PeerLostException error)
        {
            return StepReport.Unchanged(StepOutcome.PeerLost, version, error.Message, error.Endpoint);
        }
        catch (ShardDisputedException dispute)
        {
            return StepReport.Unchanged(StepOutcome.Disputed, version, dispute.Digest);
        }
        catch (Exception error)
        {
            return StepReport.Unchanged(StepOutcome.Faulted, version, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private async Task<StepReport> Execute(StepPlan plan, CancellationToken cancel)
    {
        PreparedJob job = Prepared;
        WorkerShare own = plan.Shares.First(share => share.Worker == Name);
        var exchange = new CountedExchange(surroundings.Exchange);
        using IStepExecution step = job.Codec is { } codec
            ? new CompressedExecution(identity.Job, plan, own, job, codec, _board, exchange)
            : new StepExecution(
                identity.Job, plan, own, job.Work, job.Replica.Lanes, job.Replica.Layout.Length, _board, exchange, job.Pool, surroundings.Time);

        long begin = surroundings.Time.GetTimestamp();
        try
        {
            _computing = true;
            await step.ComputeShards(cancel);
        }
        finally
        {
            _computing = false;
        }

        TimeSpan compute = surroundings.Time.GetElapsedTime(begin);
        double folded = step.FoldSeconds;
        Memory<float> mean = await step.Exchange(cancel);
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
        _last = new StepReport(outcome, job.State.Version, step.Sums, norm, seconds) { BytesReceived = exchange.Bytes };
        return _last;
    }
}
