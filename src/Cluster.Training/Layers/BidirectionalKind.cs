using Cluster.Training.Specs;
using Cluster.V1;
using Inner = Cluster.V1.BidirectionalLayer.LayerOneofCase;
using Merge = Cluster.V1.BidirectionalLayer.Types.Merge;

namespace Cluster.Training.Layers;

/// <summary>Two copies of a recurrent layer, one from each end, merged to [.., 2H] or [.., H].</summary>
internal sealed class BidirectionalKind(IReadOnlyList<RecurrentKind> kinds) : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Bidirectional;

    public string Describe(LayerSpec spec) => Within(spec) is var (kind, inner) ? $"Bidirectional({kind.Describe(inner)})" : "Bidirectional";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place) =>
        LayerInput.CheckSequence(place).Concat(CheckInner(spec, place.Field)).Concat(CheckMerge(spec.Bidirectional.Merge, place.Field));

    public void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast)
    {
        if (spec.Bidirectional.Merge == Merge.Unspecified) spec.Bidirectional.Merge = Merge.Concat;
        if (Within(spec) is var (kind, inner)) kind.FillDefaults(inner, ends, isLast);
    }

    public RecurrentSettings? Recurrence(LayerSpec spec) => Within(spec) is var (kind, inner) ? kind.Settings(inner) : null;

    /// <summary>Without an inner layer, which is reported elsewhere, the output counts as a sequence of nothing.</summary>
    public FeatureShape Output(LayerSpec spec, FeatureShape input)
    {
        if (Recurrence(spec) is not { } settings) return input.Read(sequences: true, 0);
        bool concatenates = spec.Bidirectional.Merge is Merge.Concat or Merge.Unspecified;
        return input.Read(settings.ReturnSequences, concatenates ? 2 * settings.Units : settings.Units);
    }

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) =>
        Within(spec) is var (kind, inner)
            ? kind.Direction(inner, name, "", inputs).Concat(kind.Direction(inner, name, "_reverse", inputs))
            : [];

    private IEnumerable<Violation> CheckInner(LayerSpec spec, string field)
    {
        if (Within(spec) is not var (kind, inner))
        {
            string names = string.Join(", ", kinds.Select(one => ((ILayer)one).Field));
            return [new Violation(field, $"Must hold one recurrent layer: {names}.")];
        }

        string path = $"{field}.{((ILayer)kind).Field}";
        RecurrentSettings settings = kind.Settings(inner);
        IEnumerable<Violation> backwards = settings.GoBackwards
            ? [new Violation($"{path}.goBackwards", "Must be left out: a bidirectional layer reads both ways.")]
            : [];
        return settings.Check(path).Concat(backwards);
    }

    private static IEnumerable<Violation> CheckMerge(Merge merge, string field)
    {
        if (!Enum.IsDefined(merge)) yield return new Violation($"{field}.merge", "Is no known way to merge: use CONCAT, SUM, MUL or AVE.");
    }

    /// <summary>The layer that is doubled, as a layer of its own that shares its settings with <paramref name="spec"/>.</summary>
    private (RecurrentKind Kind, LayerSpec Spec)? Within(LayerSpec spec)
    {
        LayerSpec? inner = spec.Bidirectional.LayerCase switch
        {
            Inner.Lstm => new LayerSpec { Lstm = spec.Bidirectional.Lstm },
            Inner.Gru => new LayerSpec { Gru = spec.Bidirectional.Gru },
            Inner.SimpleRnn => new LayerSpec { SimpleRnn = spec.Bidirectional.SimpleRnn },
            _ => null,
        };
        return inner is null ? null : (kinds.Single(kind => kind.Case == inner.KindCase), inner);
    }
}
