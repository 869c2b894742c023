using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Inference;

/// <summary>Builds replicas whose outputs are all the same number, and which fail when told to.</summary>
internal sealed class ConstantReplicaFactory(float output) : IReplicaFactory
{
    public bool Fails { get; set; }

    public int Disposed { get; private set; }

    public string NumericClassOf(Network network) => "constant";

    public IReplica Create(Network network) => new Replica(this, network, output);

    private sealed class Replica(ConstantReplicaFactory factory, Network network, float output) : IReplica
    {
        private readonly float[] _parameters = new float[network.Layout.Length];

        public ParameterLayout Layout => network.Layout;

        public int Lanes => 1;

        public Memory<float> Parameters => _parameters;

        public Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel) => throw new NotSupportedException();

        public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel)
        {
            if (factory.Fails) throw new IOException("the device is gone");
            FeatureShape shape = network.Layers[^1].Output;
            int steps = !shape.IsSequence ? 1 : shape.Steps > 0 ? shape.Steps : batch.Time;
            return Task.FromResult(Enumerable.Repeat(output, batch.Count * steps * shape.Size).ToArray());
        }

        public void Dispose() => factory.Disposed++;
    }
}
