using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>A network with every size known: what a replica is built from, the same on every machine.</summary>
public sealed class Network
{
    private Network(IReadOnlyList<NetworkLayer> layers, ParameterLayout layout, int vocabularySize, int classes)
    {
        Layers = layers;
        Layout = layout;
        VocabularySize = vocabularySize;
        Classes = classes;
    }

    /// <summary>From input to output.</summary>
    public IReadOnlyList<NetworkLayer> Layers { get; }

    /// <summary>Where each parameter lies in the flat vectors.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Number of token ids.</summary>
    public int VocabularySize { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Works out names, shapes and parameters of a valid model spec.</summary>
    /// <param name="model">A spec that passed validation.</param>
    /// <param name="vocabularySize">Number of token ids, padding and unknown included; at least 1.</param>
    /// <param name="classes">Number of classes; at least 1.</param>
    /// <exception cref="ArgumentException">The last layer's units are not the number of classes, or the parameters are too many.</exception>
    public static Network Build(ModelSpec model, int vocabularySize, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        List<NetworkLayer> layers = LayerStack.Build(model, vocabularySize, classes);
        var layout = new ParameterLayout(layers.SelectMany(layer => layer.Parameters));
        return new Network(layers, layout, vocabularySize, classes);
    }

    /// <summary>Says what the network looks like: layers, shapes and counts, as Keras prints them.</summary>
    public ModelSummary Summarize()
    {
        var summary = new ModelSummary { Parameters = Layout.ParameterCount };
        summary.Layers.Add(Layers.Select(layer => new LayerSummary
        {
            Name = layer.Name,
            Kind = layer.Kind,
            OutputShape = layer.Output.ToString(),
            Parameters = layer.Parameters.Sum(parameter => (long)parameter.Count),
        }));
        return summary;
    }
}
