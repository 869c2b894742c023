using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Runs;

/// <summary>A closed-form replica whose validation loss falls until its first parameter is about 0.2 and then rises, while training goes on.</summary>
internal sealed class PeakReplica(Network network) : IReplica
{
    private const float Peak = 0.2f;

    private readonly QuadraticReplica _replica = new(network, lanes: 1);

    public ParameterLayout Layout => _replica.Layout;

    public int Lanes => _replica.Lanes;

    public Memory<float> Parameters => _replica.Parameters;

    public Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel) =>
        _replica.ComputeGradient(batch, gradient, cancel);

    // Choices are right about as often as by chance, so the less sure they are, the smaller is the loss.
    public async Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel)
    {
        float sureness = 8 * (Parameters.Span[0] - Peak);
        return Array.ConvertAll(await _replica.Infer(batch, cancel), output => output * sureness);
    }

    public void Dispose() => _replica.Dispose();
}
