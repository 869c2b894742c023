using Cluster.Training.Events;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>One activation of a job's coordinator, in a process of its own; goes on from the log.</summary>
internal sealed class SimulatedCoordinator(SimulatedWorld world, SimulatedNetwork network, JobSpec spec, SimulatedLog log, CommittedPlans plans) : IWorkerGroup
{
    private readonly Dictionary<SimulatedSilo, SimulatedWorker> _workers = [];

    public SimulatedProcess Process { get; } = new(world);

    /// <summary>The trained model, once the run ended.</summary>
    public Model? Model { get; private set; }

    /// <summary>Why the run failed; null as long as it did not.</summary>
    public Exception? Failure { get; private set; }

    public void Start() => Process.Do(() => _ = Train());

    public IReadOnlyList<IWorker> Workers() => [.. network.Silos.Where(silo => silo.IsMember).Select(WorkerOf)];

    private SimulatedWorker WorkerOf(SimulatedSilo silo)
    {
        if (!_workers.TryGetValue(silo, out SimulatedWorker? worker)) _workers[silo] = worker = new SimulatedWorker(Process, silo, network, spec, plans);
        return worker;
    }

    private async Task Train()
    {
        try
        {
            ResumePoint resume = log.Open();
            long term = log.Term;
            var run = new TrainingRun(spec, this, resume, Process.Time);
            await foreach (JobEvent happened in run.Run(CancellationToken.None)) log.Append(term, happened);
            Model = run.Model;
        }
        catch (StaleLogException)
        {
            // Another one took over.
        }
        catch (Exception error)
        {
            Failure = error;
        }
    }
}
