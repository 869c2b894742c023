using System.Globalization;
using System.Runtime.CompilerServices;
using Cluster.Training.Data;
using Cluster.Training.Metrics;
using Cluster.Training.Planning;
using Cluster.Training.Sync;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>One job from its first step, or from where it was, to its model. Reads as what happens, in order.</summary>
/// <param name="spec">The resolved spec.</param>
/// <param name="group">The workers.</param>
/// <param name="resume">How far the job was.</param>
/// <param name="time">The clock.</param>
public sealed class TrainingRun(JobSpec spec, IWorkerGroup group, ResumePoint resume, TimeProvider time)
{
    /// <summary>A fault that comes again so often without progress in between lies in the job, not in a machine.</summary>
    private const int MaxFaults = 3;

    private readonly Team _team = new(spec, group, resume, time);
    private readonly int _units = SyncSettings.Of(spec.Training).Units;
    private readonly List<double> _validationLosses = [.. resume.ValidationLosses];
    private readonly RunEnd _end = new(spec, resume.Monitored);
    private readonly Interruption _interruption = new(resume.LoggedStep > 0 ? resume.Takeover : null, resume.LoggedStep);
    private ResultChecks? _checks;
    private RunSchedule? _schedule;
    private RoundRates? _rates;
    private long _loggedStep = resume.LoggedStep;
    private int _validatedEpochs = resume.ValidatedEpochs;
    private long _savedStep = resume.Checkpoints is [.., Checkpoint newest] ? newest.Step : 0;
    private DateTimeOffset _begin;
    private int _faults;
    private bool _prepared;
    private bool _running;

    /// <summary>The trained model; null before the run ended.</summary>
    public Model? Model { get; private set; }

    private ResultChecks Checks => _checks ??= new ResultChecks(spec, _team, resume.Suspects, time);

    /// <summary>Trains to the end. Every event is to be logged before the next is asked for.</summary>
    /// <param name="cancel">Stops between two events.</param>
    /// <param name="pause">Ends the run after the task in progress and a checkpoint, without a model; where it waits for workers, at once.</param>
    /// <param name="leave">Ends the run after the task in progress, as it is then: another coordinator goes on.</param>
    /// <exception cref="JobFailedException">The job cannot go on, on any machine.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or paused while it waited for workers.</exception>
    public async IAsyncEnumerable<JobEvent> Run([EnumeratorCancellation] CancellationToken cancel, CancellationToken pause = default, CancellationToken leave = default)
    {
        using var gather = CancellationTokenSource.CreateLinkedTokenSource(cancel, pause);
        yield return Begin();
        Checks.LeaveOutKnown();
        for (RunTask task = RunTask.Step; !leave.IsCancellationRequested;)
        {
            if (_team.NeedsAssembly)
            {
                await foreach (JobEvent gathered in _team.Assemble(_loggedStep, () => _loggedStep + StepsFrom(_loggedStep), gather.Token)) yield return gathered;
                foreach (JobEvent resumed in Resumed()) yield return resumed;
            }

            task = Checks.IsDisputed ? RunTask.Settle : Next(_team.Version);
            if (pause.IsCancellationRequested && task is RunTask.Step or RunTask.Validate or RunTask.Finish)
            {
                if (_team.Version <= _savedStep) yield break;
                task = RunTask.Save;
            }

            _begin = time.GetUtcNow();
            (IReadOnlyList<JobEvent> done, string? failure) = await Try(task, cancel);
            if (failure is not null)
            {
                // Who goes on finds out for itself; what failed may be that this silo leaves as well.
                if (leave.IsCancellationRequested) yield break;
                yield return RunEvent.State(Job.Types.State.Recovering, "WORKER_LOST", failure);
                _running = false;
                continue;
            }

            _faults = 0;
            foreach (JobEvent happened in done) yield return happened;
            if (task == RunTask.Step && _interruption.Take(_begin, _team.Count) is { } told) yield return told;
            if (Model is not null) yield break;
        }
    }

    private RunSchedule Schedule => _schedule ??= new RunSchedule(spec, _team.Prepared.StepsPerEpoch);

    private Rounds Rounds => Schedule.Rounds;

    private RoundRates Rates => _rates ??= new RoundRates(spec.Training, Rounds);

    private RunTask Next(long version) => Schedule.Next(version, _validatedEpochs, _savedStep, _end.LastStep(Rounds), _end.BestStep(Rounds));

    private async Task<(IReadOnlyList<JobEvent> Done, string? Failure)> Try(RunTask task, CancellationToken cancel)
    {
        try
        {
            return (await Do(task, cancel), null);
        }
        catch (WorkerLostException lost)
        {
            if (lost.Faulted && ++_faults > MaxFaults) throw new JobFailedException("WORKER_FAULT", lost.Message);
            _interruption.Note(_begin, lost.Done ?? _team.Version, lost.Worker, lost.Cause);
            _team.Lose(lost);
            return ([], lost.Message);
        }
        catch (ShardDisputedException dispute)
        {
            Checks.Disputed(dispute);
            return ([], $"{dispute.Worker} came to another gradient than the worker that computed it before");
        }
        catch (StepOverdueException overdue)
        {
            _interruption.Note(_begin, _team.Version, null, overdue.Message);
            return ([], overdue.Message);
        }
    }

    private async Task<IReadOnlyList<JobEvent>> Do(RunTask task, CancellationToken cancel) => task switch
    {
        RunTask.Step => await Steps(cancel),
        RunTask.Validate => [await Validate(cancel)],
        RunTask.Save => [await Save(cancel)],
        RunTask.Finish => [await Finish(cancel)],
        RunTask.Settle => [await Settle(cancel)],
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    private async Task<IReadOnlyList<JobEvent>> Steps(CancellationToken cancel)
    {
        long begin = time.GetTimestamp();
        long step = _team.Version;
        ShardCheck? check = Checks.IsDue(step) ? await Checks.Before(Plan(0, _team.Members, _team.Counts), cancel) : null;
        float[] following = [.. Enumerable.Range(1, PlanLength.Of(_team.StepSeconds, StepsAvailable(step)) - 1).Select(i => RateOf(step + i))];
        IReadOnlyList<StepReport> reports = await _team.RunSteps(
            (attempt, members, counts) => Plan(attempt, members, counts) with { Check = check, FollowingRates = following }, cancel);
        Checks.Agreed();
        // A later step that is not finite is made again, alone: what was committed before it is logged first.
        if (reports[0].Outcome == StepOutcome.NonFinite) throw NonFinite(step);
        // What no worker spent in a step, all steps of the plan share.
        double control = Math.Max(0, time.GetElapsedTime(begin).TotalSeconds - reports.Sum(report => report.Seconds.Total)) / reports.Count;
        return [.. reports
            .Where(report => report.Outcome == StepOutcome.Completed && report.Version > _loggedStep)
            .Select(report => Completed(report, report.Seconds.Total + control))];

        StepPlan Plan(long attempt, IReadOnlyList<IWorker> members, IReadOnlyList<int> counts) => Rates.Complete(
            StepPlanner.Plan(
                step, attempt, _units, RateOf(step), _team.Prepared.VectorLength, [.. members.Select(worker => (worker.Name, worker.Endpoint))], counts),
            _validationLosses);
    }

    // A round of local steps is long enough to be a plan by itself.
    private int StepsAvailable(long step)
    {
        int steps = Rounds.AreLocal ? 1 : StepsFrom(step);
        return Enumerable.Range(1, steps).First(i => i == steps || Checks.IsDue(step + i));
    }

    // How many steps the run makes from a version on before anything else.
    private int StepsFrom(long version)
    {
        int steps = 0;
        while (steps < RecentReports.Kept && Next(version + steps) == RunTask.Step) steps++;
        return steps;
    }

    private async Task<JobEvent> Validate(CancellationToken cancel)
    {
        int epoch = _validatedEpochs;
        EvaluationResult result = await Validation(cancel);
        var completed = new EpochCompleted { Epoch = epoch, Step = _team.Version, Report = result.Report };
        completed.Metrics.Add(result.Metrics.ToDictionary());
        _end.Add(completed);
        if (completed.Metrics.TryGetValue(JobView.ValidationLoss, out double loss)) _validationLosses.Add(loss);
        _validatedEpochs++;
        return new JobEvent { EpochCompleted = completed };
    }

    // Only a state that all workers agree on becomes a checkpoint, so every checkpoint is one to go back to.
    private async Task<JobEvent> Save(CancellationToken cancel)
    {
        if (await Checks.CompareStates(cancel) is { } differ) return GoneBack(differ);
        var due = new Checkpoint { Step = _team.Version, Best = _team.Version == _end.BestStep(Rounds) };
        IReadOnlyList<Checkpoint> expired = Retention.Expired(_team.Checkpoints, due, spec.Checkpoint.KeepLast);
        CheckpointSaved saved = await _team.AskOne(
            RunTask.Save, (worker, stop) => worker.Save([.. expired.Select(checkpoint => checkpoint.Sha256)], stop), cancel);
        saved.Checkpoint.Best = due.Best;
        if (saved.Error.Length == 0) _team.Remember(saved.Checkpoint);
        _savedStep = _team.Version;
        return new JobEvent { CheckpointSaved = saved };
    }

    private async Task<JobEvent> Settle(CancellationToken cancel) => GoneBack(await Checks.Settle(cancel));

    private JobEvent GoneBack(JobEvent told)
    {
        if (!told.Incident.HasValidSteps) return told;
        _loggedStep = _savedStep = told.Incident.ValidSteps;
        _validatedEpochs = Math.Min(_validatedEpochs, Rounds.EpochsAfter(_loggedStep));
        if (_validationLosses.Count > _validatedEpochs) _validationLosses.RemoveRange(_validatedEpochs, _validationLosses.Count - _validatedEpochs);
        _end.GoBack(_validatedEpochs);
        return told;
    }

    private async Task<JobEvent> Finish(CancellationToken cancel)
    {
        if (await _end.TakeBest(_team, Rounds, cancel) is { } steps) return steps;
        EvaluationResult test = await Evaluate(EvaluationSplit.Test, _team.Prepared.Preparation!.TestExamples, "test", cancel);
        if (_end.IsBack(_team, Rounds)) test = test with { Metrics = (await Validation(cancel)).Metrics.Concat(test.Metrics).ToDictionary() };
        ExportResult exported = await _team.AskOne(RunTask.Finish, (worker, stop) => worker.Export(test, stop), cancel);
        Model = exported.Model ?? throw new JobFailedException("STORAGE_FAILED", $"the model could not be stored: {exported.Error}");
        var saved = new ModelSaved { WeightsSha256 = Model.WeightsSha256, Report = test.Report };
        saved.Metrics.Add(test.Metrics.ToDictionary());
        return new JobEvent { ModelSaved = saved };
    }

    private Task<EvaluationResult> Validation(CancellationToken cancel) =>
        Evaluate(EvaluationSplit.Validation, _team.Prepared.Preparation!.ValidationExamples, "validation", cancel);

    private async Task<EvaluationResult> Evaluate(EvaluationSplit split, int examples, string name, CancellationToken cancel)
    {
        if (examples == 0) return EvaluationResult.None;
        int chunks = EvaluationBatches.ChunksOf(examples), members = _team.Count;
        EvaluationPart[] parts = await _team.Ask(
            RunTask.Validate, (worker, i, stop) => worker.Evaluate(split, chunks * i / members, chunks * (i + 1) / members, stop), cancel);
        EvaluationCounts counts = parts.SelectMany(part => part.Counts).Aggregate((sum, chunk) => sum.Add(chunk));
        ClassReport? report = counts.Report(parts[0].Labels);
        if (report is not null) report.Split = name;
        return new EvaluationResult(counts.Metrics().ToDictionary(metric => $"{name}/{metric.Key}", metric => metric.Value), report);
    }

    private JobEvent Begin() => resume switch
    {
        { LoggedStep: 0 } => RunEvent.State(Job.Types.State.Preparing),
        { Takeover: null } => RunEvent.State(
            Job.Types.State.Preparing, "RESUMED", string.Create(CultureInfo.InvariantCulture, $"the job goes on after step {resume.LoggedStep}")),
        _ => RunEvent.State(Job.Types.State.Recovering, "COORDINATOR_LOST", "the job has a new coordinator, which goes on where the old one was"),
    };

    // After gathering: steps may have been committed that nobody logged, because their reports were lost.
    private IEnumerable<JobEvent> Resumed()
    {
        if (!_prepared)
        {
            _prepared = true;
            yield return new JobEvent { Prepared = _team.Prepared.Preparation };
        }

        if (!_running) yield return RunEvent.State(Job.Types.State.Running);
        _running = true;
        foreach (StepReport report in _team.Recovered)
        {
            if (report.Version > _loggedStep) yield return Completed(report, 0);
        }
    }

    private JobEvent Completed(StepReport report, double seconds)
    {
        _loggedStep = report.Version;
        int targets = report.Sums.Sum(sums => sums.Targets);
        return new JobEvent
        {
            StepCompleted = new StepCompleted
            {
                Step = report.Version,
                Epoch = Schedule.EpochOf(report.Version - 1),
                Loss = report.MeanLoss(),
                Accuracy = (double)report.Sums.Sum(sums => sums.Correct) / targets,
                GradientNorm = report.GradientNorm,
                LearningRate = RateOf(report.Version - 1),
                Examples = Schedule.ExamplesIn(report.Version - 1, _team.Prepared.Preparation!.TrainingExamples),
                Targets = targets,
                Ledger = report.Sums.Aggregate(0UL, (sum, shard) => unchecked(sum + shard.Ledger)),
                Seconds = seconds,
                Workers = _team.Count,
                Phases = new StepPhases
                {
                    Compute = report.Seconds.Compute,
                    Fold = report.Seconds.Fold,
                    Exchange = report.Seconds.Exchange,
                    Update = report.Seconds.Update,
                },
                BytesReceived = report.BytesReceived,
                LocalSteps = Schedule.LocalStepsIn(report.Version - 1),
            },
        };
    }

    private float RateOf(long step) => Rates.First(step, _validationLosses);

    private static JobFailedException NonFinite(long step) => new(
        "NON_FINITE_LOSS",
        string.Create(CultureInfo.InvariantCulture, $"the loss or its gradient is not a finite number in step {step + 1}; a smaller learning rate or clipNorm usually helps"));
}
