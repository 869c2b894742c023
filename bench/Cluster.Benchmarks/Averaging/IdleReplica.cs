using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Benchmarks.Averaging;

/// <summary>A network that computes nothing: its gradients are all ones, at once. What is left of a step is the averaging.</summary>
internal sealed class IdleReplica(Network network) : IReplica
{
    public ParameterLayout Layout => network.Layout;

    public int Lanes => 1;

    public Memory<float> Parameters { get; } = new float[network.Layout.Length];

    public Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel)
    {
        gradient.Span.Fill(1);
        return Task.FromResult(new LossSums(1, batch.Targets.Lengths.Sum(), 0));
    }

    public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel) => Task.FromResult(Array.Empty<float>());

    public void Dispose()
    {
    }
}
