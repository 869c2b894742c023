using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Walks a valid stack from input to output and works out names, shapes and parameters.</summary>
internal static class LayerStack
{
    /// <summary>What the first layer reads: token ids, [B, T].</summary>
    public static readonly FeatureShape Tokens = new(true, 0);

    /// <summary>The layers with every size known.</summary>
    /// <param name="model">A valid stack; not changed.</param>
    /// <param name="vocabularySize">Number of token ids.</param>
    /// <param name="classes">Number of classes; null leaves the last layer's units as they are.</param>
    public static List<NetworkLayer> Build(ModelSpec model, int vocabularySize, int? classes)
    {
        ModelSpec resolved = LayerTable.Resolve(model);
        if (classes is { } count) LayerTable.Of(resolved.Layers[^1]).FillClasses(resolved.Layers[^1], count);
        var layers = new List<NetworkLayer>();
        var used = new Dictionary<string, int>();
        FeatureShape shape = Tokens;
        foreach (LayerSpec spec in resolved.Layers)
        {
            ILayer layer = LayerTable.Of(spec);
            string name = NextName(layer.Name, used);
            FeatureShape output = layer.Output(spec, shape);
            ParameterShape[] parameters = [.. layer.Parameters(spec, name, layer.ReadsTokens ? vocabularySize : shape.Size)];
            layers.Add(new NetworkLayer(name, layer.Describe(spec), spec, shape, output, parameters));
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
