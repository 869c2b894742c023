using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>All layers by their kind in the spec. Adding a layer means one file and one line here.</summary>
public static class LayerTable
{
    private static readonly ILayer[] All =
        [new EmbeddingKind(), new LstmKind(), new BidirectionalKind(), new DenseKind(), new DropoutKind()];

    private static readonly Dictionary<LayerSpec.KindOneofCase, ILayer> ByCase = All.ToDictionary(layer => layer.Case);

    /// <summary>Says everything that is wrong in a stack of layers.</summary>
    /// <param name="model">The stack as the user gave it; not empty.</param>
    /// <returns>Violations with paths such as <c>model.layers[1].bidirectional.lstm.units</c>.</returns>
    public static IReadOnlyList<Violation> Validate(ModelSpec model)
    {
        var violations = new List<Violation>();
        FeatureShape? shape = LayerStack.Tokens;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            LayerSpec spec = model.Layers[i];
            var place = new LayerPlace($"model.layers[{i}]", i == model.Layers.Count - 1, shape);
            ILayer? layer = ByCase.GetValueOrDefault(spec.KindCase);
            if (layer is null)
            {
                violations.Add(new Violation(place.Path, $"Must hold exactly one of {string.Join(", ", All.Select(one => one.Name))}."));
                shape = null;
                continue;
            }

            violations.AddRange(CheckPosition(layer, i == 0, place));
            violations.AddRange(layer.Check(spec, place));
            shape = shape is { } input ? layer.Output(spec, input) : null;
        }

        return violations.Count > 0 ? violations : CheckTotal(model);
    }

    /// <summary>Returns a copy with every default filled in, except a last layer's units, which follow from the data.</summary>
    /// <param name="model">A valid stack.</param>
    public static ModelSpec Resolve(ModelSpec model)
    {
        ModelSpec resolved = model.Clone();
        for (int i = 0; i < resolved.Layers.Count; i++)
            Of(resolved.Layers[i]).FillDefaults(resolved.Layers[i], i == resolved.Layers.Count - 1);
        return resolved;
    }

    /// <summary>The kind of a layer that passed validation.</summary>
    internal static ILayer Of(LayerSpec spec) => ByCase.TryGetValue(spec.KindCase, out ILayer? layer)
        ? layer
        : throw new ArgumentException($"A layer of kind {spec.KindCase} is not in the table.");

    private static IEnumerable<Violation> CheckPosition(ILayer layer, bool isFirst, LayerPlace place)
    {
        if (isFirst && !layer.ReadsTokens)
            yield return new Violation(place.Path, "The first layer must be an embedding: the input is token ids.");
        if (!isFirst && layer.ReadsTokens)
            yield return new Violation(place.Path, "Reads token ids, so it can only be the first layer.");
        if (place.IsLast && !layer.ScoresClasses)
            yield return new Violation(place.Path, "The last layer must be dense: it scores the classes.");
    }

    /// <summary>What the data adds, rows of the embedding and of the last layer, is checked when the network is built.</summary>
    private static Violation[] CheckTotal(ModelSpec model)
    {
        long total = LayerStack.Build(model, 1, null).SelectMany(layer => layer.Parameters).Sum(ParameterLayout.Padded);
        return total <= ParameterLayout.MaxLength ? [] :
            [new Violation("model.layers", $"Needs {total} numbers even for one token, but at most {ParameterLayout.MaxLength} are possible.")];
    }
}
