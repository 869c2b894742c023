using Cluster.Grains.Models;
using Cluster.Grains.Telemetry;
using Cluster.Grains.Workers;
using Cluster.Training.Events;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;
using Orleans.Storage;

namespace Cluster.Grains.Jobs;

public sealed partial class CoordinatorGrain
{
    /// <summary>Steps in progress that take longer are left to the next coordinator.</summary>
    private static readonly TimeSpan StepsLimit = TimeSpan.FromSeconds(0.5);

    private async Task Train()
    {
        await Task.Yield();
        using IDisposable? scope = JobScope(logger, Id);
        using var step = new StepSpan(Id);
        var group = new GrainWorkerGroup(Id, Job.ResolvedSpec, GrainFactory, silos, step, keepsExpired: logs.RunsAhead);
        if (await Drive(group, step) is { } end) await End(group, end);
    }

    /// <summary>Trains until the job ends, is paused, or is left to another activation.</summary>
    /// <returns>The state it ends in; null if it goes on elsewhere.</returns>
    private async Task<JobEvent?> Drive(GrainWorkerGroup group, StepSpan step)
    {
        try
        {
            if (_cancelled) throw new OperationCanceledException();
            TrainingRun run = await Run(group, step);
            if (run.Model is null && _leave.IsCancellationRequested) throw new OperationCanceledException(_leave.Token);
            if (run.Model is null) return RunEvent.State(Job.Types.State.Paused, "PAUSE_REQUESTED", "stands still until it is resumed");
            await Store(run.Model);
            return RunEvent.State(Job.Types.State.Succeeded);
        }
        catch (OperationCanceledException) when (_cancelled)
        {
            return Cancelled();
        }
        catch (OperationCanceledException) when (_pause.IsCancellationRequested && !_leave.IsCancellationRequested)
        {
            return RunEvent.State(Job.Types.State.Paused, "PAUSE_REQUESTED", "stands still until it is resumed");
        }
        catch (OperationCanceledException)
        {
            LogLeft(Id);
            return null;
        }
        catch (Exception error) when (error is InconsistentStateException or StaleLogException)
        {
            // Another activation took over: the job and its workers are its own now.
            LogLeft(Id);
            DeactivateOnIdle();
            return null;
        }
        catch (LogLostException lost)
        {
            // There is nowhere to write that it failed: the job stands still, and says so to whoever asks.
            LogBroken(lost, Id);
            return null;
        }
        catch (JobFailedException failure)
        {
            return RunEvent.State(Job.Types.State.Failed, failure.Reason, failure.Message);
        }
        catch (Exception error)
        {
            LogBroken(error, Id);
            Exception cause = error.GetBaseException();
            return RunEvent.State(Job.Types.State.Failed, cause is IOException ? "STORAGE_FAILED" : "INTERNAL", cause.Message);
        }
    }

    private async Task<TrainingRun> Run(GrainWorkerGroup group, StepSpan step)
    {
        ResumePoint resume = WhereItWas();
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _pause.Token);
        var claim = new ShareClaim(Job, group, GrainFactory.GetGrain<ISiloSharesGrain>(ISiloSharesGrain.Key), started: resume is { LoggedStep: > 0, Takeover: not null }, time);
        await foreach (string reason in claim.Wait(wait.Token)) await Record(RunEvent.State(Job.Types.State.Queued, "WAITING_FOR_WORKERS", reason));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task renewing = claim.Renew(ended.Token);
        try
        {
            var run = new TrainingRun(Job.ResolvedSpec, group, resume, time);
            await foreach (JobEvent happened in run.Run(_stop.Token, _pause.Token, _leave.Token))
            {
                // On its way to a pause the job is PAUSING, whatever else it does.
                if (happened.StateChanged is null || !_pause.IsCancellationRequested) await Tell(happened);
                if (happened.StepCompleted is { } completed) step.Complete(completed);
                if (happened.WorkerChanged is { } change) group.Note(change);
                await LetGo(group.TakeSurplus(), claim.Reason);
            }

            return run;
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
            await _lead.Settle();
        }
    }

    // A silent store does not hold up the run, which is as little ahead of it as can be.
    private Task Tell(JobEvent happened) => logs.RunsAhead ? _lead.Add(Record(happened), isStep: happened.StepCompleted is not null, _stop.Token) : Record(happened);

    private async Task Store(Model model)
    {
        for (bool stored = false; !stored;)
        {
            try
            {
                await GrainFactory.GetGrain<IModelGrain>(Id).Store(model);
                stored = true;
            }
            catch (Exception error) when (logs.RunsAhead && error is not OperationCanceledException)
            {
                LogNotPersisted(error, Id);
                await Task.Delay(StorageRetry, time, _stop.Token);
            }
        }
    }

    // Between two tasks of the run nobody asks these workers for anything.
    private async Task LetGo(IReadOnlyList<IWorker> surplus, string reason)
    {
        await Release(surplus);
        foreach (IWorker worker in surplus) await Record(RunEvent.Worker(worker.Name, joined: false, $"its silo is left to another job: {reason}"));
    }

    private Task Release(IEnumerable<IWorker> workers) => Task.WhenAll(workers.Select(async worker =>
    {
        try
        {
            await worker.Release(CancellationToken.None);
        }
        catch (WorkerLostException lost)
        {
            LogNotReleased(Id, lost.Worker, lost.Cause);
        }
    }));

    private async Task End(GrainWorkerGroup group, JobEvent end)
    {
        // An older activation may have used other silos than this one.
        await Release(group.Everywhere());
        try
        {
            await GrainFactory.GetGrain<ISiloSharesGrain>(ISiloSharesGrain.Key).Leave(Id);
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            // What nobody claims any more is forgotten.
        }

        JobEvent final = _cancelled && end.StateChanged.State == Job.Types.State.Paused ? Cancelled() : end;
        await Record(final);
        LogEnded(Id, final.StateChanged.State, final.StateChanged.Reason, final.StateChanged.Message);
    }

    // Who planned the steps in progress logs them as well. Then the worker on this silo need not wait until it is asked for something, which nobody does
    // before there is another coordinator.
    private async Task Depart()
    {
        _leave.Cancel();
        await _training.WaitAsync(StepsLimit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!_training.IsCompleted) _stop.Cancel();
        await _training.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        workers.GiveNotice(Id);
    }

    private void Leave()
    {
        _leave.Cancel();
        _stop.Cancel();
    }

    private static JobEvent Cancelled() => RunEvent.State(Job.Types.State.Cancelled, "CANCEL_REQUESTED", "stopped on request");

    private ResumePoint WhereItWas() => new(
        Job.Progress.Step,
        Job.Progress.Epoch,
        [.. Job.Progress.ValidationLosses],
        [.. Job.Checkpoints],
        Job.Preparation,
        record.State.Term * AttemptsPerTerm + _runs++ * AttemptsPerRun)
    {
        Takeover = _takeover,
        Monitored = [.. Job.Progress.Monitored],
        Suspects = [.. Job.Suspects],
        Void = new VoidSteps(Job.Progress.VoidAfterStep, Job.Progress.VoidAttempt),
    };
}
