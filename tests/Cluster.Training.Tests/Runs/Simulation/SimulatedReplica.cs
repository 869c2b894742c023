using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>A closed-form replica whose batches take simulated time; a batch that was begun is finished, as on a real lane.</summary>
internal sealed class SimulatedReplica(Network network, SimulatedWorld world, SimulatedSilo silo) : IReplica
{
    private readonly QuadraticReplica _replica = new(network, silo.Lanes);

    public ParameterLayout Layout => _replica.Layout;

    public int Lanes => _replica.Lanes;

    public Memory<float> Parameters => _replica.Parameters;

    public async Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await Task.Delay(world.Between(20, 40) * silo.Slowness, silo.Process.Time, CancellationToken.None);
        return await _replica.ComputeGradient(batch, gradient, CancellationToken.None);
    }

    public async Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel)
    {
        await Task.Delay(world.Between(5, 10) * silo.Slowness, silo.Process.Time, CancellationToken.None);
        return await _replica.Infer(batch, cancel);
    }

    public void Dispose() => _replica.Dispose();
}
