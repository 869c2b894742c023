using Cluster.Training.Sync;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>What a job looks like after its events: the job is the sum of its log.</summary>
public static class JobView
{
    /// <summary>Name of the metric that schedules follow.</summary>
    public const string ValidationLoss = "validation/loss";

    /// <summary>Share of the newest step in the mean speed: about the last twenty steps count.</summary>
    private const double SpeedWeight = 0.1;

    /// <summary>Applies one event to a job.</summary>
    /// <param name="job">Changed in place.</param>
    /// <param name="jobEvent">The event, with its time.</param>
    public static void Apply(Job job, JobEvent jobEvent)
    {
        switch (jobEvent.EventCase)
        {
            case JobEvent.EventOneofCase.StateChanged:
                Change(job, jobEvent);
                break;
            case JobEvent.EventOneofCase.Prepared:
                Prepare(job, jobEvent.Prepared);
                break;
            case JobEvent.EventOneofCase.StepCompleted:
                Advance(job.Progress, jobEvent.StepCompleted);
                break;
            case JobEvent.EventOneofCase.EpochCompleted:
                Complete(job, jobEvent.EpochCompleted);
                break;
            case JobEvent.EventOneofCase.CheckpointSaved when jobEvent.CheckpointSaved.Error.Length == 0:
                IReadOnlyList<Checkpoint> kept = Retention.Kept(job.Checkpoints, jobEvent.CheckpointSaved.Checkpoint, job.ResolvedSpec.Checkpoint.KeepLast);
                job.Checkpoints.Clear();
                job.Checkpoints.Add(kept);
                break;
            case JobEvent.EventOneofCase.Incident:
                Note(job, jobEvent.Incident);
                break;
            case JobEvent.EventOneofCase.ModelSaved:
                job.WeightsSha256 = jobEvent.ModelSaved.WeightsSha256;
                foreach ((string name, double value) in jobEvent.ModelSaved.Metrics) job.Metrics[name] = value;
                job.Report = jobEvent.ModelSaved.Report ?? job.Report;
                break;
        }
    }

    /// <summary>Whether a state is final.</summary>
    /// <param name="state">The state.</param>
    public static bool IsFinal(Job.Types.State state) =>
        state is Job.Types.State.Succeeded or Job.Types.State.Failed or Job.Types.State.Cancelled;

    private static void Change(Job job, JobEvent jobEvent)
    {
        StateChanged change = jobEvent.StateChanged;
        (job.State, job.Reason, job.Message) = (change.State, change.Reason, change.Message);
        if (change.State == Job.Types.State.Running) job.StartTime ??= jobEvent.Time;
        if (IsFinal(change.State)) job.EndTime = jobEvent.Time;
    }

    private static void Prepare(Job job, Preparation preparation)
    {
        job.Preparation = preparation;
        job.Progress ??= new Progress();
        if (job.Progress.StopReason.Length > 0) return;
        job.Progress.Epochs = job.ResolvedSpec.Training.Epochs;
        job.Progress.TotalSteps = RoundsOf(job).Total;
    }

    private static void Complete(Job job, EpochCompleted completed)
    {
        Progress progress = job.Progress;
        progress.Epoch = completed.Epoch + 1;
        foreach ((string name, double value) in completed.Metrics) job.Metrics[name] = value;
        job.Report = completed.Report ?? job.Report;
        if (completed.Metrics.TryGetValue(ValidationLoss, out double loss)) progress.ValidationLosses.Add(loss);
        if (new MetricWatch(job.ResolvedSpec).ValueIn(completed.Metrics) is { } watched) progress.Monitored.Add(watched);
        if (completed.HasBestEpoch) progress.BestEpoch = completed.BestEpoch;
        if (completed.StopReason.Length == 0) return;
        (progress.StopReason, progress.TotalSteps, progress.Epochs) = (completed.StopReason, completed.Step, progress.Epoch);
    }

    private static void Note(Job job, Incident incident)
    {
        if (incident.Kind is Incident.Types.Kind.StatesDiffer or Incident.Types.Kind.GradientsDiffer) job.Suspects.Add(incident.Workers);
        if (!incident.HasValidSteps) return;
        Progress progress = job.Progress;
        progress.Step = progress.VoidAfterStep = incident.ValidSteps;
        progress.VoidAttempt = incident.Attempt;
        // What came of epochs that are made again is void as well.
        Rounds rounds = RoundsOf(job);
        progress.Epoch = Math.Min(progress.Epoch, rounds.EpochsAfter(incident.ValidSteps));
        while (progress.ValidationLosses.Count > progress.Epoch) progress.ValidationLosses.RemoveAt(progress.ValidationLosses.Count - 1);
        while (progress.Monitored.Count > progress.Epoch) progress.Monitored.RemoveAt(progress.Monitored.Count - 1);
        progress.ClearBestEpoch();
        if (new MetricWatch(job.ResolvedSpec).BestEpoch([.. progress.Monitored]) is { } best) progress.BestEpoch = best;
        if (progress.StopReason.Length == 0 || progress.Epoch == progress.Epochs) return;
        progress.StopReason = "";
        (progress.Epochs, progress.TotalSteps) = (job.ResolvedSpec.Training.Epochs, rounds.Total);
    }

    private static Rounds RoundsOf(Job job)
    {
        TrainingSpec training = job.ResolvedSpec.Training;
        return new Rounds(training, Math.Max(1, (job.Preparation.TrainingExamples + training.BatchSize - 1) / training.BatchSize));
    }

    private static void Advance(Progress progress, StepCompleted step)
    {
        progress.Step = step.Step;
        progress.Epoch = step.Epoch;
        progress.Workers = step.Workers;
        progress.BytesReceived += step.BytesReceived;
        if (step.Seconds <= 0) return;
        double speed = step.Examples / step.Seconds;
        progress.ExamplesPerSecond = progress.ExamplesPerSecond == 0 ? speed : progress.ExamplesPerSecond * (1 - SpeedWeight) + speed * SpeedWeight;
    }
}
