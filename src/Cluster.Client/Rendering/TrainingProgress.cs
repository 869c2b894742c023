using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>How far a job is, folded from its events.</summary>
internal sealed class TrainingProgress
{
    private readonly StepRate _rate = new();
    private DateTimeOffset? _firstStepStart;
    private DateTimeOffset _lastStepEnd;
    private long _examples;
    private long _epochTargets;
    private double _epochLoss;
    private double _epochCorrect;

    /// <summary>Starts from what the server knows about the job.</summary>
    public TrainingProgress(Job job)
    {
        State = job.State;
        Update(job);
    }

    /// <summary>The job's state.</summary>
    public Job.Types.State State { get; private set; }

    /// <summary>Epoch of the last step, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Epochs in the whole run; 0 while unknown.</summary>
    public int Epochs { get; private set; }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>Steps in the whole run; 0 while unknown.</summary>
    public long TotalSteps { get; private set; }

    /// <summary>Workers in the last step.</summary>
    public int Workers { get; private set; }

    /// <summary>Whether targets are classes, of which some can be right.</summary>
    public bool HasClasses { get; private set; }

    /// <summary>Mean training loss over the epoch so far; NaN before its first step.</summary>
    public double Loss => _epochTargets == 0 ? double.NaN : _epochLoss / _epochTargets;

    /// <summary>Share of training targets predicted right over the epoch so far; NaN before its first step.</summary>
    public double Accuracy => _epochTargets == 0 ? double.NaN : _epochCorrect / _epochTargets;

    /// <summary>Training examples per second, lately.</summary>
    public double ExamplesPerSecond => _rate.ExamplesPerSecond;

    /// <summary>Training examples per second from the start of the first step seen to the end of the last, pauses included.</summary>
    public double MeanExamplesPerSecond =>
        _firstStepStart is DateTimeOffset start && _lastStepEnd > start ? _examples / (_lastStepEnd - start).TotalSeconds : 0;

    /// <summary>Time until the last step at the speed of late; null while unknown.</summary>
    public TimeSpan? TimeLeft => TotalSteps > 0 && _rate.StepsPerSecond > 0
        ? TimeSpan.FromSeconds(Math.Max(0, TotalSteps - Step) / _rate.StepsPerSecond)
        : null;

    /// <summary>Takes the length of the run, which the server knows once data is prepared.</summary>
    public void Update(Job job)
    {
        // Fewer than the spec has, if training stopped early.
        Epochs = job.Progress is { Epochs: > 0 } known ? known.Epochs : job.ResolvedSpec?.Training?.Epochs ?? 0;
        TotalSteps = job.Progress?.TotalSteps ?? 0;
        JobSpec.Types.Task task = (job.ResolvedSpec ?? job.Spec)?.Task ?? JobSpec.Types.Task.Unspecified;
        HasClasses = task is not (JobSpec.Types.Task.Forecasting or JobSpec.Types.Task.Regression);
    }

    /// <summary>Takes an event.</summary>
    public void Apply(JobEvent jobEvent)
    {
        if (jobEvent.EventCase == JobEvent.EventOneofCase.StateChanged)
            State = jobEvent.StateChanged.State;
        else if (jobEvent.EventCase == JobEvent.EventOneofCase.StepCompleted)
            Apply(jobEvent.StepCompleted, jobEvent.Time.ToDateTimeOffset());
        else if (jobEvent.EventCase == JobEvent.EventOneofCase.EpochCompleted && jobEvent.EpochCompleted.StopReason.Length > 0)
            (TotalSteps, Epochs) = (jobEvent.EpochCompleted.Step, jobEvent.EpochCompleted.Epoch + 1);
        // What was wrong does not count; the mean begins anew with what is made again.
        else if (jobEvent.Incident is { HasValidSteps: true } incident)
            (Step, _epochTargets, _epochLoss, _epochCorrect) = (incident.ValidSteps, 0, 0, 0);
    }

    private void Apply(StepCompleted step, DateTimeOffset end)
    {
        if (step.Epoch != Epoch)
            (_epochTargets, _epochLoss, _epochCorrect) = (0, 0, 0);
        Epoch = step.Epoch;
        Step = step.Step;
        Workers = step.Workers;
        // A silo from before targets were counted had one in each example.
        int targets = step.Targets > 0 ? step.Targets : step.Examples;
        _epochTargets += targets;
        _epochLoss += step.Loss * targets;
        _epochCorrect += step.Accuracy * targets;
        _examples += step.Examples;
        _firstStepStart ??= end - TimeSpan.FromSeconds(step.Seconds);
        _lastStepEnd = end;
        _rate.Add(end, step.Step, step.Examples, step.Seconds);
    }
}
