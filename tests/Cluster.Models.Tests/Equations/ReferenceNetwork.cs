using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Models.Tests.Equations;

/// <summary>The equations of docs/layers.md as plain float64 loops, one sequence at a time and without padding.</summary>
/// <param name="network">The layers.</param>
/// <param name="parameters">The flat vector; read again at every call.</param>
/// <param name="masks">Dropout masks of recurrent layers; null without dropout.</param>
internal sealed class ReferenceNetwork(Network network, double[] parameters, ReferenceMasks? masks = null)
{
    private readonly Dictionary<string, Matrix> _matrices = network.Layout.Entries.ToDictionary(
        entry => entry.Shape.Name,
        entry => new Matrix(parameters, entry.Offset, entry.Shape.Shape[0], entry.Shape.Shape.Count > 1 ? entry.Shape.Shape[1] : 1));

    /// <summary>Outputs of the last layer for sequence b, a row for each target: logits where targets are classes.</summary>
    public double[][] Outputs(SequenceBatch batch, int b)
    {
        double[][] flow = Steps(batch, b);
        foreach (NetworkLayer layer in network.Layers) flow = Apply(layer, flow, b);
        return flow;
    }

    /// <summary>Summed loss of a batch.</summary>
    public double Loss(SequenceBatch batch)
    {
        double loss = 0;
        for (int b = 0; b < batch.Count; b++) loss += ReferenceLoss.Sum(network, batch.Targets, b, Outputs(batch, b));
        return loss;
    }

    private static double[][] Steps(SequenceBatch batch, int b)
    {
        double[][] steps = new double[batch.Lengths[b]][];
        int width = (batch.Features?.Length ?? 0) / (batch.Count * batch.Time);
        for (int t = 0; t < steps.Length; t++)
        {
            int step = b * batch.Time + t;
            steps[t] = batch.Tokens is { } tokens
                ? [tokens[step], .. Letters(batch.Letters, step)]
                : Array.ConvertAll(batch.Features.AsSpan(step * width, width).ToArray(), value => (double)value);
        }

        return steps;
    }

    private double[][] Apply(NetworkLayer layer, double[][] flow, int b) => layer.Spec.KindCase switch
    {
        LayerSpec.KindOneofCase.Embedding => [.. flow.Select(step => Spell(layer, step, b))],
        LayerSpec.KindOneofCase.Lstm or LayerSpec.KindOneofCase.Gru or LayerSpec.KindOneofCase.SimpleRnn => OneWay(layer, flow, b),
        LayerSpec.KindOneofCase.Bidirectional => BothWays(layer, flow, b),
        LayerSpec.KindOneofCase.Dense => Dense(layer, layer.Spec.Dense, flow),
        LayerSpec.KindOneofCase.TimeDistributed => Dense(layer, layer.Spec.TimeDistributed.Dense, flow),
        LayerSpec.KindOneofCase.LayerNormalization => Normalize(layer, flow),
        LayerSpec.KindOneofCase.Pooling => [Pool(layer.Spec.Pooling.Kind, flow)],
        LayerSpec.KindOneofCase.RepeatVector => [.. Enumerable.Repeat(flow.Single(), layer.Spec.RepeatVector.Steps)],
        _ => throw new NotSupportedException(layer.Kind),
    };

    private static IEnumerable<double> Letters(BatchLetters? letters, int step) =>
        letters?.Ids.Skip(step * letters.Width).Take(letters.Counts[step]).Select(letter => (double)letter) ?? [];

    /// <summary>The vector of a token, which comes first, and where a layer reads letters the final states over those that follow.</summary>
    private double[] Spell(NetworkLayer layer, double[] step, int b)
    {
        double[] vector = Own(layer, "weight").Row((int)step[0]);
        if (layer.Spec.Embedding.Characters is null) return vector;
        double[][] letters = [.. step.Skip(1).Select(letter => Own(layer, "characters.weight").Row((int)letter))];
        return [.. vector, .. BothWays(LetterLayers.Recurrent(layer), letters, b).Single()];
    }

    private double[][] OneWay(NetworkLayer layer, double[][] flow, int b)
    {
        RecurrentSettings settings = RecurrentSettings.Of(layer.Spec);
        double[][] read = settings.GoBackwards ? [.. flow.Reverse()] : flow;
        double[][] states = Direction(layer, settings, read, "", b);
        return settings.ReturnSequences ? states : [states[^1]];
    }

    private double[][] BothWays(NetworkLayer layer, double[][] flow, int b)
    {
        RecurrentSettings settings = RecurrentSettings.Of(layer.Spec);
        double[][] forward = Direction(layer, settings, flow, "", b);
        double[][] backward = [.. Direction(layer, settings, [.. flow.Reverse()], "_reverse", b).Reverse()];
        return settings.ReturnSequences
            ? [.. forward.Zip(backward, (f, r) => Merge(layer.Spec.Bidirectional.Merge, f, r))]
            : [Merge(layer.Spec.Bidirectional.Merge, forward[^1], backward[0])];
    }

    private double[][] Direction(NetworkLayer layer, RecurrentSettings settings, double[][] flow, string suffix, int b)
    {
        Matrix input = Own(layer, $"weight_ih_l0{suffix}");
        Matrix recurrent = Own(layer, $"weight_hh_l0{suffix}");
        Matrix bias = Own(layer, $"bias_ih_l0{suffix}");
        (double[]? onInput, double[]? onState) = masks?.Of(layer, suffix.Length > 0, b) ?? (null, null);
        return settings.Cell switch
        {
            LayerSpec.KindOneofCase.Lstm => ReferenceCells.Lstm(input, recurrent, bias, flow, onInput, onState),
            LayerSpec.KindOneofCase.Gru => ReferenceCells.Gru(input, recurrent, bias, Own(layer, $"bias_hh_l0{suffix}"), flow, onInput, onState),
            _ => ReferenceCells.SimpleRnn(input, recurrent, bias, flow, onInput, onState),
        };
    }

    private static double[] Merge(BidirectionalLayer.Types.Merge merge, double[] forward, double[] backward) => merge switch
    {
        BidirectionalLayer.Types.Merge.Concat => [.. forward, .. backward],
        BidirectionalLayer.Types.Merge.Sum => [.. forward.Zip(backward, (f, r) => f + r)],
        BidirectionalLayer.Types.Merge.Mul => [.. forward.Zip(backward, (f, r) => f * r)],
        _ => [.. forward.Zip(backward, (f, r) => (f + r) / 2)],
    };

    private double[][] Dense(NetworkLayer layer, DenseLayer dense, double[][] flow)
    {
        Matrix weight = Own(layer, "weight");
        Matrix bias = Own(layer, "bias");
        return [.. flow.Select(step => Activate(layer.GivesLogits ? 0 : dense.Activation, weight.Affine(step, bias)))];
    }

    private static double[] Activate(DenseLayer.Types.Activation activation, double[] x) => activation switch
    {
        DenseLayer.Types.Activation.Relu => Array.ConvertAll(x, value => Math.Max(0, value)),
        DenseLayer.Types.Activation.Tanh => Array.ConvertAll(x, Math.Tanh),
        DenseLayer.Types.Activation.Sigmoid => Array.ConvertAll(x, ReferenceCells.Sigmoid),
        DenseLayer.Types.Activation.Softmax => Array.ConvertAll(x, value => Math.Exp(value) / x.Sum(Math.Exp)),
        _ => x,
    };

    private double[][] Normalize(NetworkLayer layer, double[][] flow) => [.. flow.Select(x =>
    {
        double mean = x.Sum() / x.Length;
        double variance = x.Sum(value => (value - mean) * (value - mean)) / x.Length;
        double scale = 1 / Math.Sqrt(variance + layer.Spec.LayerNormalization.Epsilon);
        return x.Select((value, i) => (value - mean) * scale * Own(layer, "weight")[i, 0] + Own(layer, "bias")[i, 0]).ToArray();
    })];

    private static double[] Pool(PoolingLayer.Types.Kind kind, double[][] flow) => kind switch
    {
        PoolingLayer.Types.Kind.Max => [.. Enumerable.Range(0, flow[0].Length).Select(i => flow.Max(step => step[i]))],
        PoolingLayer.Types.Kind.Mean => [.. Enumerable.Range(0, flow[0].Length).Select(i => flow.Sum(step => step[i]) / flow.Length)],
        _ => flow[^1],
    };

    private Matrix Own(NetworkLayer layer, string name) => _matrices[$"{layer.Name}.{name}"];
}
