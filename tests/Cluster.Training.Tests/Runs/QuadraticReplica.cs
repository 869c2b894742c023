using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Runs;

/// <summary>
/// A replica whose loss is 0.5 |p - t|^2 summed over the examples, where an example's target t repeats a number made from its
/// tokens: so gradients, and with SGD on the whole data the parameters after any number of steps, are known in closed form.
/// </summary>
public sealed class QuadraticReplica(Network network, int lanes) : IReplica
{
    private readonly float[] _parameters = new float[network.Layout.Length];

    public ParameterLayout Layout => network.Layout;

    public int Lanes => lanes;

    public Memory<float> Parameters => _parameters;

    public static float Target(ReadOnlySpan<int> tokens)
    {
        long sum = 0;
        foreach (int token in tokens) sum = (sum * 31 + token) % 1009;
        return sum / 1009f;
    }

    public async Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await Task.Yield();
        Span<float> sums = gradient.Span;
        sums.Clear();
        double loss = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            float target = Target(batch, row);
            foreach (ParameterEntry entry in Layout.Entries)
            {
                for (int i = entry.Offset; i < entry.Offset + entry.Shape.Count; i++)
                {
                    float difference = _parameters[i] - target;
                    sums[i] += difference;
                    loss += 0.5 * difference * difference;
                }
            }
        }

        int targets = batch.Targets.Lengths.Sum() * (network.Data.Target == TargetKind.Class ? 1 : network.Data.Outputs);
        return new LossSums(loss, targets, batch.Lengths.Count(length => length % 2 == 0));
    }

    public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel)
    {
        int width = network.Data.Outputs, steps = Math.Max(1, batch.Targets.Time);
        var outputs = new float[batch.Count * steps * width];
        for (int row = 0; row < batch.Count; row++)
        {
            int choice = (int)(Target(batch, row) * width);
            for (int step = 0; step < steps; step++) outputs[(row * steps + step) * width + choice] = 1;
        }

        return Task.FromResult(outputs);
    }

    public void Dispose()
    {
    }

    private float Target(SequenceBatch batch, int row)
    {
        if (batch.Tokens is not null) return Target(batch.Tokens.AsSpan(row * batch.Time, batch.Lengths[row]));
        ReadOnlySpan<float> features = batch.Features.AsSpan(row * batch.Time * network.Data.Features, batch.Lengths[row] * network.Data.Features);
        Span<int> thousandths = stackalloc int[features.Length];
        for (int i = 0; i < features.Length; i++) thousandths[i] = (int)Math.Abs(features[i] * 1000);
        return Target(thousandths);
    }
}
