using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Walks a valid stack from input to output and works out names, shapes and parameters.</summary>
internal static class LayerStack
{
    /// <summary>What the first layer reads: token ids, [B, T], or numbers, [B, T, F].</summary>
    /// <param name="ends">What goes in.</param>
    /// <param name="inputs">F; not read for tokens.</param>
    public static FeatureShape Input(StackEnds ends, int inputs) => new(true, ends.Tokens ? 0 : inputs);

    /// <summary>The layers with every size known.</summary>
    /// <param name="model">A valid stack; not changed.</param>
    /// <param name="ends">What goes in and what must come out.</param>
    /// <param name="inputs">Number of token ids, or of features in a step.</param>
    /// <param name="outputs">Numbers that must come out for each target; null leaves the last layer's units as they are.</param>
    public static List<NetworkLayer> Build(ModelSpec model, StackEnds ends, int inputs, int? outputs)
    {
        ModelSpec resolved = LayerTable.Resolve(model, ends);
        LayerSpec last = resolved.Layers[^1];
        if (outputs is { } count) LayerTable.Of(last).FillOutputs(last, count);
        var layers = new List<NetworkLayer>();
        var used = new Dictionary<string, int>();
        FeatureShape shape = Input(ends, inputs);
        foreach (LayerSpec spec in resolved.Layers)
        {
            ILayer layer = LayerTable.Of(spec);
            string name = NextName(layer.Name, used);
            if (layer.ReadsTokens) layer.FillInputs(spec, ends);
            FeatureShape output = layer.Output(spec, shape);
            IEnumerable<ParameterShape> parameters =
                layer.ReadsTokens ? layer.Tables(spec, name, inputs, ends.Letters) : layer.Parameters(spec, name, shape.Size);
            bool logits = ReferenceEquals(spec, last) && ends.Target == TargetKind.Class;
            layers.Add(new NetworkLayer(name, layer.Describe(spec), spec, shape, output, [.. parameters], logits));
            shape = output;
        }

        return layers;
    }

    /// <summary>As in Keras: lstm, lstm_1, lstm_2.</summary>
    private static string NextName(string stem, Dictionary<string, int> used)
    {
        int before = used.GetValueOrDefault(stem);
        used[stem] = before + 1;
        return before == 0 ? stem : $"{stem}_{before}";
    }
}
