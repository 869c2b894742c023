using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Models.Tests.Replicas;

/// <summary>The equations of each layer as plain float64 loops, one sequence at a time and without padding.</summary>
internal sealed class ReferenceNetwork(Network network, double[] parameters)
{
    /// <summary>Logits of one sequence, [C].</summary>
    public double[] Logits(ReadOnlySpan<int> tokens)
    {
        double[][] flow = new double[tokens.Length][];
        for (int t = 0; t < tokens.Length; t++) flow[t] = [tokens[t]];
        foreach (NetworkLayer layer in network.Layers)
        {
            flow = layer.Spec.KindCase switch
            {
                LayerSpec.KindOneofCase.Embedding => [.. flow.Select(step => Row(layer.Parameters[0], (int)step[0]))],
                LayerSpec.KindOneofCase.Lstm => Lstm(layer, flow),
                LayerSpec.KindOneofCase.Bidirectional => Bidirectional(layer, flow),
                LayerSpec.KindOneofCase.Dense => [.. flow.Select(step => Affine(layer.Parameters[0], layer.Parameters[1], step))],
                _ => throw new NotSupportedException(layer.Kind),
            };
        }

        return flow.Single();
    }

    /// <summary>Summed cross-entropy of a batch.</summary>
    public double Loss(SequenceBatch batch)
    {
        double loss = 0;
        for (int b = 0; b < batch.Count; b++)
        {
            double[] logits = Logits(batch.Tokens!.AsSpan(b * batch.Time, batch.Lengths[b]));
            loss += Math.Log(logits.Sum(Math.Exp)) - logits[batch.Targets.Classes![b]];
        }

        return loss;
    }

    private double[][] Lstm(NetworkLayer layer, double[][] flow)
    {
        double[][] states = Direction(layer.Parameters, flow);
        return layer.Spec.Lstm.ReturnSequences ? states : [states[^1]];
    }

    private double[][] Bidirectional(NetworkLayer layer, double[][] flow)
    {
        double[][] forward = Direction([.. layer.Parameters.Take(3)], flow);
        double[][] backward = [.. Direction([.. layer.Parameters.Skip(3)], [.. flow.Reverse()]).Reverse()];
        return layer.Spec.Bidirectional.Lstm.ReturnSequences
            ? [.. forward.Zip(backward, (f, b) => f.Concat(b).ToArray())]
            : [[.. forward[^1], .. backward[0]]];
    }

    /// <summary>c = f c + i g, h = o tanh(c), with the gates in the order i, f, g, o.</summary>
    private double[][] Direction(IReadOnlyList<ParameterShape> own, double[][] flow)
    {
        int units = own[1].Shape[1];
        double[] h = new double[units];
        double[] c = new double[units];
        double[][] states = new double[flow.Length][];
        for (int t = 0; t < flow.Length; t++)
        {
            double[] fromInput = Affine(own[0], own[2], flow[t]);
            double[] fromState = Product(own[1], h);
            h = new double[units];
            for (int u = 0; u < units; u++)
            {
                double Gate(int gate) => fromInput[gate * units + u] + fromState[gate * units + u];
                c[u] = Sigmoid(Gate(1)) * c[u] + Sigmoid(Gate(0)) * Math.Tanh(Gate(2));
                h[u] = Sigmoid(Gate(3)) * Math.Tanh(c[u]);
            }

            states[t] = h;
        }

        return states;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private double[] Affine(ParameterShape weight, ParameterShape bias, double[] input) =>
        [.. Product(weight, input).Select((sum, i) => sum + parameters[Offset(bias) + i])];

    private double[] Product(ParameterShape weight, double[] input) =>
        [.. Enumerable.Range(0, weight.Shape[0]).Select(i => Row(weight, i).Zip(input, (w, x) => w * x).Sum())];

    private double[] Row(ParameterShape matrix, int i) => parameters.AsSpan(Offset(matrix) + i * matrix.Shape[1], matrix.Shape[1]).ToArray();

    private int Offset(ParameterShape shape) => network.Layout.Entries.Single(entry => entry.Shape == shape).Offset;
}
