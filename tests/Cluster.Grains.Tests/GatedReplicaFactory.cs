using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using Cluster.Training.Tests.Runs;

namespace Cluster.Grains.Tests;

/// <summary>Builds closed-form replicas whose gradients pass a gate.</summary>
internal sealed class GatedReplicaFactory(StepGate gate, string silo) : IReplicaFactory
{
    public string NumericClassOf(Network network) => "quadratic";

    public IReplica Create(Network network) => new GatedReplica(new QuadraticReplica(network, lanes: 1), gate, silo);

    private sealed class GatedReplica(QuadraticReplica replica, StepGate gate, string silo) : IReplica
    {
        public ParameterLayout Layout => replica.Layout;

        public int Lanes => replica.Lanes;

        public Memory<float> Parameters => replica.Parameters;

        public async Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel)
        {
            await gate.Pass(silo, cancel);
            return await replica.ComputeGradient(batch, gradient, cancel);
        }

        public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel) => replica.Infer(batch, cancel);

        public void Dispose() => replica.Dispose();
    }
}
