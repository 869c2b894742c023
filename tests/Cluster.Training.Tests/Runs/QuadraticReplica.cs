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
            float target = Target(batch.Tokens!.AsSpan(row * batch.Time, batch.Lengths[row]));
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

        return new LossSums(loss, batch.Count, batch.Lengths.Count(length => length % 2 == 0));
    }

    public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel)
    {
        var logits = new float[batch.Count * network.Data.Outputs];
        for (int row = 0; row < batch.Count; row++)
            logits[row * network.Data.Outputs + (int)(Target(batch.Tokens!.AsSpan(row * batch.Time, batch.Lengths[row])) * network.Data.Outputs)] = 1;
        return Task.FromResult(logits);
    }

    public void Dispose()
    {
    }
}
