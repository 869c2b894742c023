using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.Artifacts.Onnx;

/// <summary>
/// Recurrent layers as ONNX has them: LSTM with gates i, o, f, c; GRU with z, r, h and the reset after the product with the recurrent
/// weights; RNN with tanh. Ours have PyTorch's order: i, f, g, o and r, z, n.
/// </summary>
internal static class OnnxRecurrence
{
    private static readonly Dictionary<LayerSpec.KindOneofCase, (string Operator, int[] Gates)> Cells = new()
    {
        [LayerSpec.KindOneofCase.Lstm] = ("LSTM", [0, 3, 1, 2]),
        [LayerSpec.KindOneofCase.Gru] = ("GRU", [1, 0, 2]),
        [LayerSpec.KindOneofCase.SimpleRnn] = ("RNN", [0]),
    };

    /// <summary>Adds a layer with one or two directions. ONNX reads backwards within each sequence's own length, as we do.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">The network's parameters by name.</param>
    /// <param name="input">The sequences, <c>[T, B, D]</c>.</param>
    /// <param name="lengths">Their lengths, <c>[B]</c>, as int32.</param>
    /// <returns>States after each step, <c>[T, directions, B, H]</c>, in the order of time, and last states, <c>[directions, B, H]</c>.</returns>
    public static (string States, string Last) Add(
        OnnxGraph graph, NetworkLayer layer, IReadOnlyDictionary<string, ReadOnlyMemory<float>> parameters, string input, string lengths)
    {
        RecurrentSettings settings = RecurrentSettings.Of(layer.Spec);
        (string kind, int[] gates) = Cells[settings.Cell];
        bool both = layer.Spec.KindCase == LayerSpec.KindOneofCase.Bidirectional;
        string[] suffixes = both ? ["", "_reverse"] : [""];
        int units = settings.Units, rows = gates.Length * units;
        string direction = both ? "bidirectional" : settings.GoBackwards ? "reverse" : "forward";
        string Stacked(Func<string, float[]> values, params long[] shape) =>
            graph.Constant(suffixes.SelectMany(values).ToArray(), [suffixes.Length, .. shape]);
        float[] Ordered(string name, int columns) => Order(parameters[$"{layer.Name}.{name}"], gates, units, columns);

        string weights = Stacked(suffix => Ordered($"weight_ih_l0{suffix}", layer.Input.Size), rows, layer.Input.Size);
        string recurrent = Stacked(suffix => Ordered($"weight_hh_l0{suffix}", units), rows, units);
        string bias = Stacked(
            suffix => [.. Ordered($"bias_ih_l0{suffix}", 1), .. SecondBias(suffix)], 2 * rows);
        (string, object)[] attributes = [("hidden_size", (long)units), ("direction", direction)];
        if (kind == "GRU") attributes = [.. attributes, ("linear_before_reset", 1L)];
        string[] outputs = graph.AddAll(kind, [input, weights, recurrent, bias, lengths], attributes, 2);
        return (outputs[0], outputs[1]);

        float[] SecondBias(string suffix) =>
            parameters.ContainsKey($"{layer.Name}.bias_hh_l0{suffix}") ? Ordered($"bias_hh_l0{suffix}", 1) : new float[rows];
    }

    private static float[] Order(ReadOnlyMemory<float> values, int[] gates, int units, int columns)
    {
        int block = units * columns;
        return [.. gates.SelectMany(gate => values.Slice(gate * block, block).ToArray())];
    }
}
