using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cluster.Grains.Workers;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Grains.Telemetry;

/// <summary>
/// What this silo's coordinators and workers do, in numbers; docs/observability.md lists them. No job's id is among the tags:
/// there is no end of them.
/// </summary>
public sealed class TrainingInstruments
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string Name = "Cluster";

    private static readonly Job.Types.State[] Unfinished =
    [
        Job.Types.State.Queued, Job.Types.State.Preparing, Job.Types.State.Running, Job.Types.State.Recovering,
        Job.Types.State.Cancelling, Job.Types.State.Pausing, Job.Types.State.Paused,
    ];

    private static readonly InstrumentAdvice<double> StepBuckets =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    private static readonly InstrumentAdvice<double> TaskBuckets =
        new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300] };

    private readonly ConcurrentDictionary<string, Job.Types.State> _jobs = [];
    private readonly Counter<long> _created, _ended, _epochs, _examples, _movedBytes, _joined, _left, _failedCheckpoints;
    private readonly Histogram<double> _steps, _phases, _workerSteps, _recoveries, _checkpoints;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Makes the meter, and ends it with the silo.</param>
    /// <param name="workers">The silo's workers.</param>
    public TrainingInstruments(IMeterFactory meters, SiloWorkers workers)
    {
        Meter meter = meters.Create(Name);
        meter.CreateObservableUpDownCounter("cluster.job.active", JobsByState, "{job}", "Jobs that this silo coordinates and that have not ended.");
        meter.CreateObservableUpDownCounter("cluster.worker.active", () => workers.Count, "{worker}", "Workers on this silo, one for each job that it takes part in.");
        _created = meter.CreateCounter<long>("cluster.job.created", "{job}", "Jobs that were accepted.");
        _ended = meter.CreateCounter<long>("cluster.job.ended", "{job}", "Jobs that reached a final state.");
        _epochs = meter.CreateCounter<long>("cluster.epoch.completed", "{epoch}", "Epochs that ended.");
        _examples = meter.CreateCounter<long>("cluster.example.processed", "{example}", "Training examples in committed steps.");
        _movedBytes = meter.CreateCounter<long>("cluster.exchange.io", "By", "Tensors that workers received from each other in committed steps.");
        _joined = meter.CreateCounter<long>("cluster.worker.joined", "{worker}", "Workers that began to take part in a job.");
        _left = meter.CreateCounter<long>("cluster.worker.left", "{worker}", "Workers that were lost or let go by a job.");
        _failedCheckpoints = meter.CreateCounter<long>("cluster.checkpoint.failed", "{checkpoint}", "Checkpoints that could not be written.");
        _steps = meter.CreateHistogram("cluster.step.duration", "s", "Committed steps, from the plan to the last report.", advice: StepBuckets);
        _phases = meter.CreateHistogram("cluster.step.phase.duration", "s", "Parts of a committed step, the mean over its workers.", advice: StepBuckets);
        _workerSteps = meter.CreateHistogram("cluster.worker.step.duration", "s", "This silo's share of a step, whether it was committed or not.", advice: StepBuckets);
        _recoveries = meter.CreateHistogram("cluster.recovery.duration", "s", "From a failure until the job went on.", advice: TaskBuckets);
        _checkpoints = meter.CreateHistogram("cluster.checkpoint.duration", "s", "Writing of a checkpoint on this silo.", advice: TaskBuckets);
    }

    /// <summary>Notes what state a job of this silo is in.</summary>
    internal void Hold(string job, Job.Types.State state)
    {
        if (JobView.IsFinal(state)) Drop(job);
        else _jobs[job] = state;
    }

    /// <summary>Notes that a job is not coordinated here any more.</summary>
    internal void Drop(string job) => _jobs.TryRemove(job, out _);

    /// <summary>Counts an event that was just logged.</summary>
    internal void Count(JobEvent happened)
    {
        switch (happened.EventCase)
        {
            case JobEvent.EventOneofCase.StepCompleted:
                Count(happened.StepCompleted);
                break;
            case JobEvent.EventOneofCase.EpochCompleted:
                _epochs.Add(1);
                break;
            case JobEvent.EventOneofCase.CheckpointSaved when happened.CheckpointSaved.Error.Length > 0:
                _failedCheckpoints.Add(1);
                break;
            case JobEvent.EventOneofCase.WorkerChanged:
                (happened.WorkerChanged.Joined ? _joined : _left).Add(1);
                break;
            case JobEvent.EventOneofCase.Incident:
                _recoveries.Record(happened.Incident.Seconds, Tag("cluster.incident.kind", Word(happened.Incident.Kind)));
                break;
            case JobEvent.EventOneofCase.StateChanged when JobView.IsFinal(happened.StateChanged.State):
                _ended.Add(1, Tag("cluster.job.state", Word(happened.StateChanged.State)));
                break;
            case JobEvent.EventOneofCase.StateChanged when happened.Sequence == 1:
                _created.Add(1);
                break;
        }
    }

    /// <summary>Measures this silo's share of a step.</summary>
    internal void CountWorkerStep(StepOutcome outcome, TimeSpan took) => _workerSteps.Record(took.TotalSeconds, Tag("cluster.step.outcome", Word(outcome)));

    /// <summary>Measures the writing of a checkpoint.</summary>
    internal void CountCheckpoint(TimeSpan took) => _checkpoints.Record(took.TotalSeconds);

    private void Count(StepCompleted step)
    {
        _steps.Record(step.Seconds);
        _examples.Add(step.Examples);
        if (step.BytesReceived > 0) _movedBytes.Add(step.BytesReceived);
        if (step.Phases is not { } phases || !_phases.Enabled) return;
        CountPhase("compute", phases.Compute);
        CountPhase("fold", phases.Fold);
        CountPhase("exchange", phases.Exchange);
        CountPhase("update", phases.Update);
        CountPhase("control", Math.Max(0, step.Seconds - phases.Compute - phases.Fold - phases.Exchange - phases.Update));
    }

    private void CountPhase(string phase, double seconds) => _phases.Record(seconds, Tag("cluster.step.phase", phase));

    private IEnumerable<Measurement<int>> JobsByState() => Unfinished.Select(state =>
        new Measurement<int>(_jobs.Values.Count(held => held == state), Tag("cluster.job.state", Word(state))));

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);

    // NotFinite becomes not_finite.
    private static string Word<T>(T value) where T : struct, Enum =>
        string.Concat($"{value}".Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
