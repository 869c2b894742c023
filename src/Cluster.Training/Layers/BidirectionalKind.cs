using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Two copies of a recurrent layer, one from each end: [B, T, D] to [B, T, 2H], or to [B, 2H] without returnSequences.</summary>
internal sealed class BidirectionalKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Bidirectional;

    public string Name => "bidirectional";

    public string Describe(LayerSpec spec) => "Bidirectional(LSTM)";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place)
    {
        string path = $"{place.Path}.bidirectional";
        IEnumerable<Violation> settings = spec.Bidirectional.Lstm is { } lstm
            ? LstmKind.CheckSettings(lstm, $"{path}.lstm")
            : [new Violation(path, "Must hold one recurrent layer: lstm.")];
        return LstmKind.CheckInput(place).Concat(settings);
    }

    /// <summary>Without an inner layer, which is reported elsewhere, the output counts as a sequence of nothing.</summary>
    public FeatureShape Output(LayerSpec spec, FeatureShape input) =>
        spec.Bidirectional.Lstm is { } lstm ? new FeatureShape(lstm.ReturnSequences, 2 * lstm.Units) : new FeatureShape(true, 0);

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) =>
        LstmKind.Direction(spec.Bidirectional.Lstm, name, "", inputs)
            .Concat(LstmKind.Direction(spec.Bidirectional.Lstm, name, "_reverse", inputs));
}
