using Cluster.Training.Data;
using Cluster.Training.Data.Vectors;
using Cluster.Training.Losses;
using Cluster.V1;
using Precision = Cluster.V1.TrainingSpec.Types.Precision;

namespace Cluster.Training.Layers;

/// <summary>A network with every size known: what a replica is built from, the same on every machine.</summary>
public sealed class Network
{
    private Network(IReadOnlyList<NetworkLayer> layers, ParameterLayout layout, DataShape data, LossSettings loss, Precision precision)
    {
        Layers = layers;
        Layout = layout;
        Data = data;
        Loss = loss;
        Precision = precision;
    }

    /// <summary>From input to output.</summary>
    public IReadOnlyList<NetworkLayer> Layers { get; }

    /// <summary>Where each parameter lies in the flat vectors.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>What it reads and what it should give.</summary>
    public DataShape Data { get; }

    /// <summary>What training makes small.</summary>
    public LossSettings Loss { get; }

    /// <summary>Precision of its matrix products in training. Default FLOAT32; what it answers is always computed in that.</summary>
    public Precision Precision { get; }

    /// <summary>Works out names, shapes and parameters of a valid model spec.</summary>
    /// <param name="model">A spec that passed validation.</param>
    /// <param name="data">What the examples look like.</param>
    /// <param name="loss">What training makes small.</param>
    /// <exception cref="InvalidDataException">Network and data do not fit; the message is for the user.</exception>
    public static Network Build(ModelSpec model, DataShape data, LossSettings loss)
    {
        StackEnds ends = StackEnds.Of(data, loss);
        loss.ThrowIfUnfit(data);
        if (LayerTable.Validate(model, ends) is [var violation, ..])
            throw new InvalidDataException($"{violation.Field}: {violation.Description}");
        int outputs = ends.Binary ? 1 : data.Outputs;
        int inputs = ends.Tokens ? data.VocabularySize : data.Features;
        List<NetworkLayer> layers = LayerStack.Build(model, ends, inputs, outputs);
        int size = layers[^1].Output.Size;
        if (size != outputs) throw new InvalidDataException(
            $"The last layer, {layers[^1].Name}, gives {size} numbers for each target, but the data has {Describe(data, ends)}.");
        return new Network(layers, Lay(layers), data, loss, Precision.Float32);
    }

    /// <summary>Returns the network whose first layer, an embedding, begins with pretrained vectors.</summary>
    /// <param name="vectors">Vectors of the vocabulary.</param>
    public Network StartingFrom(WordVectors vectors)
    {
        NetworkLayer first = Layers[0];
        ParameterShape table = first.Parameters[0];
        NetworkLayer embedding = first with { Parameters = [table with { Initializer = vectors.Over(table.Initializer) }, .. first.Parameters.Skip(1)] };
        List<NetworkLayer> layers = [embedding, .. Layers.Skip(1)];
        return new Network(layers, Lay(layers), Data, Loss, Precision);
    }

    /// <summary>Returns the network with another precision in training.</summary>
    /// <param name="precision">The precision.</param>
    public Network ComputedIn(Precision precision) => new(Layers, Layout, Data, Loss, precision);

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

    private static ParameterLayout Lay(IEnumerable<NetworkLayer> layers)
    {
        try
        {
            return new ParameterLayout(layers.SelectMany(layer => layer.Parameters));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    private static string Describe(DataShape data, StackEnds ends) =>
        data.Target == TargetKind.Values ? $"{data.Outputs} numbers to predict"
        : ends.Binary ? "2 classes, for which binaryCrossEntropy takes 1"
        : $"{data.Outputs} classes";
}
