using Cluster.Grains.Telemetry;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Grains.Workers;

/// <summary>
/// One worker for every active silo of the job's share. What is offered is used from the next step on; what is taken away is used
/// until a worker that stays has joined, so that the newest state is never given up.
/// </summary>
internal sealed class GrainWorkerGroup(string job, JobSpec spec, IGrainFactory grains, ActiveSilos silos, StepSpan step, bool keepsExpired) : IWorkerGroup
{
    private readonly Dictionary<string, GrainWorker> _workers = [];
    private readonly HashSet<string> _held = [];
    private readonly HashSet<string> _joined = [];
    private HashSet<string> _offered = [];

    /// <summary>Names of the silos in use.</summary>
    public IReadOnlyCollection<string> Held => _held;

    public IReadOnlyList<IWorker> Workers() => [.. silos.Now().Where(silo => _held.Contains(silo.Name)).Select(silo => WorkerOn(silo.Name, silo.Endpoint))];

    /// <summary>Workers on all active silos, whether they are of the share or not.</summary>
    public IReadOnlyList<IWorker> Everywhere() => [.. silos.Now().Select(silo => WorkerOn(silo.Name, silo.Endpoint))];

    /// <summary>Changes the share. An empty one changes nothing: whoever trains keeps something.</summary>
    public void Offer(IReadOnlyList<string> share)
    {
        if (share.Count == 0) return;
        _offered = [.. share];
        _held.UnionWith(share);
    }

    /// <summary>Notes who takes part.</summary>
    public void Note(WorkerChanged change)
    {
        if (change.Joined) _joined.Add(change.Worker);
        else _joined.Remove(change.Worker);
    }

    /// <summary>Hands over workers that are not of the share any more; to be called between two tasks of the run.</summary>
    public IReadOnlyList<IWorker> TakeSurplus()
    {
        var active = silos.Now().Where(silo => _held.Contains(silo.Name)).ToList();
        _held.RemoveWhere(held => !_offered.Contains(held) && !active.Exists(silo => silo.Name == held));
        if (!active.Exists(silo => _offered.Contains(silo.Name) && _joined.Contains(silo.Name))) return [];
        List<IWorker> surplus = [.. active.Where(silo => !_offered.Contains(silo.Name)).Select(silo => WorkerOn(silo.Name, silo.Endpoint))];
        foreach (IWorker worker in surplus)
        {
            _held.Remove(worker.Name);
            _joined.Remove(worker.Name);
        }

        return surplus;
    }

    private GrainWorker WorkerOn(string silo, string endpoint)
    {
        if (!_workers.TryGetValue(silo, out GrainWorker? worker))
            _workers[silo] = worker = new GrainWorker(silo, endpoint, spec, grains.GetGrain<IWorkerGrain>($"{job}@{silo}"), step, keepsExpired);
        return worker;
    }
}
