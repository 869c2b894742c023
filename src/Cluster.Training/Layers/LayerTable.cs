using Cluster.Training.Data;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>All layers by their kind in the spec. Adding a layer means one file and one line here.</summary>
public static class LayerTable
{
    private static readonly RecurrentKind[] Recurrent = [new LstmKind(), new GruKind(), new SimpleRnnKind()];

    private static readonly ILayer[] All =
    [
        new EmbeddingKind(), .. Recurrent, new BidirectionalKind(Recurrent), new DenseKind(), new TimeDistributedKind(),
        new DropoutKind(), new LayerNormalizationKind(), new PoolingKind(), new RepeatVectorKind(),
    ];

    private static readonly Dictionary<LayerSpec.KindOneofCase, ILayer> ByCase = All.ToDictionary(layer => layer.Case);

    /// <summary>Says everything that is wrong in a stack of layers.</summary>
    /// <param name="model">The stack as the user gave it; not empty.</param>
    /// <param name="ends">What goes in and what must come out.</param>
    /// <returns>Violations with paths such as <c>model.layers[1].bidirectional.lstm.units</c>.</returns>
    public static IReadOnlyList<Violation> Validate(ModelSpec model, StackEnds ends)
    {
        var violations = new List<Violation>();
        FeatureShape? shape = LayerStack.Input(ends, inputs: 1);
        for (int i = 0; i < model.Layers.Count; i++)
        {
            LayerSpec spec = model.Layers[i];
            string path = $"model.layers[{i}]";
            ILayer? layer = ByCase.GetValueOrDefault(spec.KindCase);
            if (layer is null)
            {
                violations.Add(new Violation(path, $"Must hold exactly one of {string.Join(", ", All.Select(one => one.Field))}."));
                shape = null;
                continue;
            }

            var place = new LayerPlace(path, $"{path}.{layer.Field}", i == model.Layers.Count - 1, shape, ends);
            violations.AddRange(CheckPosition(layer, i == 0, place));
            violations.AddRange(layer.Check(spec, place));
            shape = shape is { } input ? layer.Output(spec, input) : null;
            if (place.IsLast && !CannotEnd(layer, ends) && shape is { } output) violations.AddRange(CheckOutput(output, place));
        }

        return violations.Count > 0 ? violations : CheckTotal(model, ends);
    }

    /// <summary>Returns a copy with every default filled in, except a last layer's units, which follow from the data.</summary>
    /// <param name="model">A valid stack.</param>
    /// <param name="ends">What goes in and what must come out.</param>
    public static ModelSpec Resolve(ModelSpec model, StackEnds ends)
    {
        ModelSpec resolved = model.Clone();
        for (int i = 0; i < resolved.Layers.Count; i++)
            Of(resolved.Layers[i]).FillDefaults(resolved.Layers[i], ends, i == resolved.Layers.Count - 1);
        return resolved;
    }

    /// <summary>The kind of a layer that passed validation.</summary>
    internal static ILayer Of(LayerSpec spec) => ByCase.TryGetValue(spec.KindCase, out ILayer? layer)
        ? layer
        : throw new ArgumentException($"A layer of kind {spec.KindCase} is not in the table.");

    private static IEnumerable<Violation> CheckPosition(ILayer layer, bool isFirst, LayerPlace place)
    {
        if (layer.ReadsTokens && !place.Ends.Tokens)
            yield return new Violation(place.Path, "Reads token ids, but the input is numbers: leave it out, they go straight into the next layer.");
        else if (layer.ReadsTokens && !isFirst)
            yield return new Violation(place.Path, "Reads token ids, so it can only be the first layer.");
        if (isFirst && place.Ends.Tokens && !layer.ReadsTokens)
            yield return new Violation(place.Path, "The first layer must be an embedding: the input is token ids.");
        if (place.IsLast && CannotEnd(layer, place.Ends)) yield return new Violation(
            place.Path, $"The last layer must be dense or timeDistributed: it scores the classes, and no {layer.Field} can follow it.");
    }

    private static bool CannotEnd(ILayer layer, StackEnds ends) => ends.Target == TargetKind.Class && !layer.ScoresClasses;

    private static IEnumerable<Violation> CheckOutput(FeatureShape output, LayerPlace place)
    {
        if (place.Ends.Target is null || output.IsSequence == place.Ends.TargetPerStep) yield break;
        yield return new Violation(place.Path, output.IsSequence
            ? "Gives a vector for each step, but each sequence has one target: leave out returnSequences in the last recurrent layer, or add a pooling layer."
            : "Gives one vector a sequence, but every step has a target: set returnSequences: true on the recurrent layers.");
    }

    /// <summary>What the data adds, rows of the embedding and of the last layer, is checked when the network is built.</summary>
    private static Violation[] CheckTotal(ModelSpec model, StackEnds ends)
    {
        long total = LayerStack.Build(model, ends, inputs: 1, outputs: null).SelectMany(layer => layer.Parameters).Sum(ParameterLayout.Padded);
        return total <= ParameterLayout.MaxLength ? [] :
            [new Violation("model.layers", $"Needs {total} numbers even for one token, but at most {ParameterLayout.MaxLength} are possible.")];
    }
}
