using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Runs;

/// <summary>Builds closed-form replicas that flip a bit of a gradient, or of a parameter, without saying so.</summary>
/// <param name="flipsGradient">Whether the gradient computed by a call, counted from 1, is flipped.</param>
/// <param name="flipsParameter">Whether a parameter is flipped after a call.</param>
public sealed class FlippingReplicaFactory(Func<int, bool>? flipsGradient = null, Func<int, bool>? flipsParameter = null) : IReplicaFactory
{
    public string NumericClassOf(Network network) => "quadratic";

    public IReplica Create(Network network) => new FlippingReplica(new QuadraticReplica(network, lanes: 1), flipsGradient, flipsParameter);

    private sealed class FlippingReplica(QuadraticReplica replica, Func<int, bool>? flipsGradient, Func<int, bool>? flipsParameter) : IReplica
    {
        private int _calls;

        public ParameterLayout Layout => replica.Layout;

        public int Lanes => replica.Lanes;

        public Memory<float> Parameters => replica.Parameters;

        public async Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel)
        {
            LossSums sums = await replica.ComputeGradient(batch, gradient, cancel);
            int call = Interlocked.Increment(ref _calls);
            if (flipsGradient?.Invoke(call) == true) Flip(gradient.Span);
            if (flipsParameter?.Invoke(call) == true) Flip(Parameters.Span);
            return sums;
        }

        public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel) => replica.Infer(batch, cancel);

        public void Dispose() => replica.Dispose();

        // A bit in the middle of the mantissa: the number stays plausible.
        private static void Flip(Span<float> values) => values[5] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(values[5]) ^ (1 << 12));
    }
}
