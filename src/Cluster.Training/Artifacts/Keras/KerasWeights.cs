using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.Artifacts.Keras;

/// <summary>
/// A network's weights as Keras has them, in the order of each layer's <c>get_weights</c>: kernels <c>[inputs, gates * units]</c>, LSTM gates
/// i, f, c, o, one bias; GRU gates z, r, h, with <c>reset_after</c> a bias <c>[2, 3 * units]</c>. Ours are transposed, in the order i, f, g, o and r, z, n.
/// </summary>
internal sealed class KerasWeights
{
    private static readonly Dictionary<LayerSpec.KindOneofCase, int[]> Gates = new()
    {
        [LayerSpec.KindOneofCase.Lstm] = [0, 1, 2, 3],
        [LayerSpec.KindOneofCase.Gru] = [1, 0, 2],
        [LayerSpec.KindOneofCase.SimpleRnn] = [0],
    };

    private readonly Dictionary<string, float[]> _parameters;

    private KerasWeights(Network network, ReadOnlyMemory<float> parameters) => _parameters = network.Layout.Entries.ToDictionary(
        entry => entry.Shape.Name, entry => parameters.Slice(entry.Offset, entry.Shape.Count).ToArray(), StringComparer.Ordinal);

    /// <summary>All arrays, layer by layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its flat vector.</param>
    /// <exception cref="NotSupportedException">A layer can't be expressed; the message says which.</exception>
    public static IReadOnlyList<KerasArray> Of(Network network, ReadOnlyMemory<float> parameters)
    {
        var weights = new KerasWeights(network, parameters);
        return [.. network.Layers.SelectMany(weights.Convert)];
    }

    private IEnumerable<KerasArray> Convert(NetworkLayer layer) => layer.Spec.KindCase switch
    {
        LayerSpec.KindOneofCase.Embedding => layer.Parameters.Count == 1
            ? [new KerasArray($"{layer.Name}.embeddings", [.. layer.Parameters[0].Shape], _parameters[layer.Parameters[0].Name])]
            : throw new NotSupportedException($"{layer.Name} reads characters too, which Keras has no layer for."),
        LayerSpec.KindOneofCase.Dense or LayerSpec.KindOneofCase.TimeDistributed =>
        [
            Kernel(layer, "kernel", "weight", [0], layer.Output.Size, layer.Input.Size),
            new KerasArray($"{layer.Name}.bias", [layer.Output.Size], _parameters[$"{layer.Name}.bias"]),
        ],
        LayerSpec.KindOneofCase.LayerNormalization =>
        [
            new KerasArray($"{layer.Name}.gamma", [layer.Output.Size], _parameters[$"{layer.Name}.weight"]),
            new KerasArray($"{layer.Name}.beta", [layer.Output.Size], _parameters[$"{layer.Name}.bias"]),
        ],
        LayerSpec.KindOneofCase.Bidirectional => [.. Direction(layer, "forward_", ""), .. Direction(layer, "backward_", "_reverse")],
        LayerSpec.KindOneofCase.Lstm or LayerSpec.KindOneofCase.Gru or LayerSpec.KindOneofCase.SimpleRnn => Direction(layer, "", ""),
        _ when layer.Parameters.Count == 0 => [],
        _ => throw new NotSupportedException($"{layer.Name}, a layer {layer.Kind}, can't be expressed in Keras."),
    };

    private IEnumerable<KerasArray> Direction(NetworkLayer layer, string prefix, string suffix)
    {
        RecurrentSettings settings = RecurrentSettings.Of(layer.Spec);
        int[] gates = Gates[settings.Cell];
        yield return Kernel(layer, $"{prefix}kernel", $"weight_ih_l0{suffix}", gates, settings.Units, layer.Input.Size);
        yield return Kernel(layer, $"{prefix}recurrent_kernel", $"weight_hh_l0{suffix}", gates, settings.Units, settings.Units);
        KerasArray bias = Kernel(layer, $"{prefix}bias", $"bias_ih_l0{suffix}", gates, settings.Units, 1);
        if (settings.Cell != LayerSpec.KindOneofCase.Gru)
        {
            // PyTorch's second bias is 0 here, so this one is their sum.
            yield return bias with { Shape = [bias.Values.Length] };
            yield break;
        }

        KerasArray second = Kernel(layer, "", $"bias_hh_l0{suffix}", gates, settings.Units, 1);
        yield return bias with { Shape = [2, bias.Values.Length], Values = [.. bias.Values, .. second.Values] };
    }

    /// <summary>Blocks of rows <c>[units, inputs]</c> in another order, turned to columns: <c>[inputs, gates * units]</c>.</summary>
    private KerasArray Kernel(NetworkLayer layer, string name, string parameter, int[] gates, int units, int inputs)
    {
        float[] source = _parameters[$"{layer.Name}.{parameter}"], target = new float[source.Length];
        int columns = gates.Length * units;
        for (int column = 0; column < columns; column++)
        {
            int row = gates[column / units] * units + column % units;
            for (int input = 0; input < inputs; input++) target[input * columns + column] = source[row * inputs + input];
        }

        return new KerasArray($"{layer.Name}.{name}", [inputs, columns], target);
    }
}
