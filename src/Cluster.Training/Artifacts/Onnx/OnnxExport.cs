using Cluster.Training.Layers;
using Cluster.V1;
using Activation = Cluster.V1.DenseLayer.Types.Activation;
using Merge = Cluster.V1.BidirectionalLayer.Types.Merge;
using Pooling = Cluster.V1.PoolingLayer.Types.Kind;

namespace Cluster.Training.Artifacts.Onnx;

/// <summary>
/// Writes a network as ONNX, operator set 17. Inputs: <c>tokens</c> int64 <c>[batch, time]</c> or <c>features</c> float32 <c>[batch, time, F]</c>,
/// and <c>lengths</c> int64 <c>[batch]</c>, the valid steps of each sequence; for a character encoder also those of <see cref="OnnxLetters"/>. Output: <c>outputs</c>, <c>[batch, C]</c> or
/// <c>[batch, time, C]</c>; for classes logits. Within the graph time comes first, as recurrent operators want it.
/// </summary>
internal sealed class OnnxExport
{
    private static readonly Dictionary<Merge, string> Merges = new() { [Merge.Sum] = "Add", [Merge.Mul] = "Mul", [Merge.Ave] = "Mean" };

    private static readonly Dictionary<Activation, string> Activations = new()
    {
        [Activation.Relu] = "Relu",
        [Activation.Tanh] = "Tanh",
        [Activation.Sigmoid] = "Sigmoid",
        [Activation.Softmax] = "Softmax",
    };

    private const long MostParameters = (1L << 29) - (1 << 20);
    private const int AsInt32 = 6;
    private const int AsFloat = 1;

    private readonly OnnxGraph _graph = new();
    private readonly Network _network;
    private readonly Dictionary<string, ReadOnlyMemory<float>> _parameters;
    private string _lengths = "lengths";
    private string _values = "";
    private bool _isSequence = true;

    private OnnxExport(Network network, ReadOnlyMemory<float> parameters)
    {
        _network = network;
        _parameters = network.Layout.Entries.ToDictionary(
            entry => entry.Shape.Name, entry => parameters.Slice(entry.Offset, entry.Shape.Count), StringComparer.Ordinal);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its flat vector.</param>
    /// <exception cref="NotSupportedException">A layer can't be expressed; the message says which.</exception>
    public static void Write(Stream stream, Network network, ReadOnlyMemory<float> parameters)
    {
        // A protobuf file has at most 2 GiB; operators and names need some of it.
        if (network.Layout.ParameterCount > MostParameters)
            throw new NotSupportedException($"An ONNX file has at most 2 GiB, but the network has {network.Layout.ParameterCount} parameters.");
        new OnnxExport(network, parameters).Write(stream);
    }

    private void Write(Stream stream)
    {
        bool tokens = _network.Data.Features == 0;
        string input = tokens ? "tokens" : "features";
        _values = tokens ? _graph.Add("Transpose", [input], ("perm", new long[] { 1, 0 })) : _graph.Add("Transpose", [input], ("perm", new long[] { 1, 0, 2 }));
        foreach (NetworkLayer layer in _network.Layers) Add(layer);
        string output = _isSequence ? _graph.Add("Transpose", [_values], ("perm", new long[] { 1, 0, 2 })) : _values;
        FeatureShape shape = _network.Layers[^1].Output;
        string time = shape.Steps > 0 ? $"{shape.Steps}" : "time";
        output = _graph.Rename(output, "outputs");
        (string, bool, string[]) first = (input, tokens, tokens ? ["batch", "time"] : ["batch", "time", $"{_network.Data.Features}"]);
        _graph.Write(
            stream,
            [first, ("lengths", true, ["batch"]), .. _network.Data.CharacterVocabularySize > 0 ? OnnxLetters.Inputs : []],
            (output, _isSequence ? ["batch", time, $"{shape.Size}"] : ["batch", $"{shape.Size}"]));
    }

    private void Add(NetworkLayer layer)
    {
        switch (layer.Spec.KindCase)
        {
            case LayerSpec.KindOneofCase.Embedding:
                AddEmbedding(layer);
                break;
            case LayerSpec.KindOneofCase.Lstm or LayerSpec.KindOneofCase.Gru or LayerSpec.KindOneofCase.SimpleRnn:
                AddRecurrent(layer);
                break;
            case LayerSpec.KindOneofCase.Bidirectional:
                AddBidirectional(layer);
                break;
            case LayerSpec.KindOneofCase.Dense:
                AddDense(layer, layer.Spec.Dense);
                break;
            case LayerSpec.KindOneofCase.TimeDistributed:
                AddDense(layer, layer.Spec.TimeDistributed.Dense);
                break;
            case LayerSpec.KindOneofCase.Dropout:
                break;
            case LayerSpec.KindOneofCase.LayerNormalization:
                _values = _graph.Add(
                    "LayerNormalization", [_values, Constant(layer, "weight"), Constant(layer, "bias")],
                    ("axis", -1L), ("epsilon", layer.Spec.LayerNormalization.Epsilon));
                break;
            case LayerSpec.KindOneofCase.Pooling:
                AddPooling(layer.Spec.Pooling.Kind);
                break;
            case LayerSpec.KindOneofCase.RepeatVector:
                AddRepeat(layer.Spec.RepeatVector.Steps);
                break;
            default:
                throw new NotSupportedException($"{layer.Name}, a layer {layer.Kind}, can't be expressed in ONNX.");
        }
    }

    private void AddEmbedding(NetworkLayer layer)
    {
        _values = _graph.Add("Gather", [Constant(layer, "weight"), _values], ("axis", 0L));
        if (layer.Spec.Embedding.Characters is null) return;
        string letters = OnnxLetters.Add(_graph, layer, _parameters, Constant(layer, "characters.weight"));
        _values = _graph.Add("Concat", [_values, letters], ("axis", -1L));
    }

    private void AddRecurrent(NetworkLayer layer)
    {
        (string states, string last) = OnnxRecurrence.Add(_graph, layer, _parameters, _values, Lengths32());
        RecurrentSettings settings = RecurrentSettings.Of(layer.Spec);
        _isSequence = settings.ReturnSequences;
        if (!_isSequence) _values = _graph.Add("Squeeze", [last, _graph.Constant(0)]);
        else
        {
            string inTime = _graph.Add("Squeeze", [states, _graph.Constant(1)]);
            // ONNX gives states where they belong in time; ours stand in the order in which they were read.
            _values = settings.GoBackwards ? Reversed(inTime) : inTime;
        }
    }

    private void AddBidirectional(NetworkLayer layer)
    {
        (string states, string last) = OnnxRecurrence.Add(_graph, layer, _parameters, _values, Lengths32());
        _isSequence = RecurrentSettings.Of(layer.Spec).ReturnSequences;
        string from = _isSequence ? states : last;
        long axis = _isSequence ? 1 : 0;
        string[] halves = [.. Enumerable.Range(0, 2).Select(direction => _graph.Add("Gather", [from, _graph.Scalar(direction)], ("axis", axis)))];
        _values = Merges.TryGetValue(layer.Spec.Bidirectional.Merge, out string? merge)
            ? _graph.Add(merge, halves)
            : _graph.Add("Concat", halves, ("axis", -1L));
    }

    private void AddDense(NetworkLayer layer, DenseLayer dense)
    {
        int inputs = layer.Input.Size, units = layer.Output.Size;
        float[] weight = _parameters[$"{layer.Name}.weight"].ToArray(), turned = new float[weight.Length];
        for (int unit = 0; unit < units; unit++)
        {
            for (int input = 0; input < inputs; input++) turned[input * units + unit] = weight[unit * inputs + input];
        }

        string product = _graph.Add("MatMul", [_values, _graph.Constant(turned, inputs, units)]);
        _values = _graph.Add("Add", [product, Constant(layer, "bias")]);
        if (layer.GivesLogits || !Activations.TryGetValue(dense.Activation, out string? activation)) return;
        _values = activation == "Softmax" ? _graph.Add(activation, [_values], ("axis", -1L)) : _graph.Add(activation, [_values]);
    }

    private void AddPooling(Pooling kind)
    {
        if (kind == Pooling.Last)
        {
            // Exactly one step of each sequence stays: all others are taken as 0, and added.
            string last = _graph.Add("Equal", [_graph.Add("Add", [Steps(), _graph.Constant(1)]), _lengths]);
            _values = Summed(last);
        }
        else if (kind == Pooling.Mean)
        {
            string counts = _graph.Add("Unsqueeze", [_graph.Add("Cast", [_lengths], ("to", (long)AsFloat)), _graph.Constant(1)]);
            _values = _graph.Add("Div", [Summed(Valid()), counts]);
        }
        else
        {
            string lowest = _graph.Number(float.NegativeInfinity);
            string masked = _graph.Add("Where", [_graph.Add("Unsqueeze", [Valid(), _graph.Constant(2)]), _values, lowest]);
            _values = _graph.Add("ReduceMax", [masked], ("axes", new long[] { 0 }), ("keepdims", 0L));
        }

        _isSequence = false;
    }

    private void AddRepeat(int steps)
    {
        string first = _graph.Add("Unsqueeze", [_values, _graph.Constant(0)]);
        _values = _graph.Add("Tile", [first, _graph.Constant(steps, 1, 1)]);
        string zeros = _graph.Add("Mul", [_lengths, _graph.Constant(0)]);
        _lengths = _graph.Add("Add", [zeros, _graph.Constant(steps)]);
        _isSequence = true;
    }

    /// <summary>The sum over the steps that a mask <c>[T, B]</c> lets through.</summary>
    private string Summed(string mask)
    {
        string zero = _graph.Number(0);
        string masked = _graph.Add("Where", [_graph.Add("Unsqueeze", [mask, _graph.Constant(2)]), _values, zero]);
        return _graph.Add("ReduceSum", [masked, _graph.Constant(0)], ("keepdims", 0L));
    }

    /// <summary>Turns the valid steps of each sequence of <c>[T, B, D]</c> around.</summary>
    private string Reversed(string sequences) =>
        _graph.Add("ReverseSequence", [sequences, _lengths], ("time_axis", 0L), ("batch_axis", 1L));

    /// <summary>Steps 0, 1, ..., T - 1 as <c>[T, 1]</c>.</summary>
    private string Steps()
    {
        string time = _graph.Add("Gather", [_graph.Add("Shape", [_values]), _graph.Scalar(0)], ("axis", 0L));
        return _graph.Add("Unsqueeze", [_graph.Add("Range", [_graph.Scalar(0), time, _graph.Scalar(1)]), _graph.Constant(1)]);
    }

    /// <summary>Which steps are valid, <c>[T, B]</c>.</summary>
    private string Valid() => _graph.Add("Less", [Steps(), _lengths]);

    private string Lengths32() => _graph.Add("Cast", [_lengths], ("to", (long)AsInt32));

    private string Constant(NetworkLayer layer, string parameter)
    {
        ParameterShape shape = layer.Parameters.Single(own => own.Name == $"{layer.Name}.{parameter}");
        return _graph.Constant(_parameters[shape.Name], [.. shape.Shape.Select(size => (long)size)]);
    }
}
