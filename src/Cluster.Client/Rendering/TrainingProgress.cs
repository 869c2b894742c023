using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>How far a job is, folded from its events.</summary>
internal sealed class TrainingProgress
{
    private readonly StepRate _rate = new();
    private DateTimeOffset? _firstStepStart;
    private DateTimeOffset _lastStepEnd;
    private long _examples;
    private int _epochExamples;
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

    /// <summary>Mean training loss over the epoch so far, in nats; NaN before its first step.</summary>
    public double Loss => _epochExamples == 0 ? double.NaN : _epochLoss / _epochExamples;

    /// <summary>Share of training targets predicted right over the epoch so far; NaN before its first step.</summary>
    public double Accuracy => _epochExamples == 0 ? double.NaN : _epochCorrect / _epochExamples;

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
        Epochs = Math.Max(job.Progress?.Epochs ?? 0, job.ResolvedSpec?.Training?.Epochs ?? 0);
        TotalSteps = job.Progress?.TotalSteps ?? 0;
    }

    /// <summary>Takes an event.</summary>
    public void Apply(JobEvent jobEvent)
    {
        if (jobEvent.EventCase == JobEvent.EventOneofCase.StateChanged)
            State = jobEvent.StateChanged.State;
        else if (jobEvent.EventCase == JobEvent.EventOneofCase.StepCompleted)
            Apply(jobEvent.StepCompleted, jobEvent.Time.ToDateTimeOffset());
    }

    private void Apply(StepCompleted step, DateTimeOffset end)
    {
        if (step.Epoch != Epoch)
            (_epochExamples, _epochLoss, _epochCorrect) = (0, 0, 0);
        Epoch = step.Epoch;
        Step = step.Step;
        Workers = step.Workers;
        _epochExamples += step.Examples;
        _epochLoss += step.Loss * step.Examples;
        _epochCorrect += step.Accuracy * step.Examples;
        _examples += step.Examples;
        _firstStepStart ??= end - TimeSpan.FromSeconds(step.Seconds);
        _lastStepEnd = end;
        _rate.Add(end, step.Step, step.Examples, step.Seconds);
    }
}
