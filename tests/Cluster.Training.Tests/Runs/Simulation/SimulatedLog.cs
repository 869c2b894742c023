using Cluster.Training.Events;
using Cluster.Training.Runs;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>A job's durable event log: a stale term is told that it is over.</summary>
internal sealed class SimulatedLog(JobSpec spec, SimulatedWorld world)
{
    private const long AttemptsPerTerm = 1L << 40;

    private readonly Job _job = new() { ResolvedSpec = spec, Progress = new Progress() };
    private readonly List<JobEvent> _events = [];

    public IReadOnlyList<JobEvent> Events => _events;

    /// <summary>When each step was committed.</summary>
    public List<TimeSpan> StepTimes { get; } = [];

    /// <summary>Checkpoints that the job can go back to.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints => _job.Checkpoints;

    public long Term { get; private set; }

    /// <summary>Begins a term and says how far the job is.</summary>
    public ResumePoint Open()
    {
        Term++;
        return new ResumePoint(
            _job.Progress.Step, _job.Progress.Epoch, [.. _job.Progress.ValidationLosses], [.. _job.Checkpoints], _job.Preparation, Term * AttemptsPerTerm)
        {
            Void = new VoidSteps(_job.Progress.VoidAfterStep, _job.Progress.VoidAttempt),
        };
    }

    public void Append(long term, JobEvent happened)
    {
        if (term != Term) throw new StaleLogException(term);
        _events.Add(happened);
        if (happened.StepCompleted is not null) StepTimes.Add(world.Now);
        JobView.Apply(_job, happened);
    }
}
