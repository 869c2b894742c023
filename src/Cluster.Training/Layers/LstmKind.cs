using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>LSTM in one direction: [B, T, D] to [B, T, H], or to [B, H] without returnSequences.</summary>
internal sealed class LstmKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Lstm;

    public string Name => "lstm";

    public string Describe(LayerSpec spec) => "LSTM";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place) =>
        CheckInput(place).Concat(CheckSettings(spec.Lstm, $"{place.Path}.lstm"));

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => new(spec.Lstm.ReturnSequences, spec.Lstm.Units);

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) =>
        Direction(spec.Lstm, name, "", inputs);

    /// <summary>A recurrent layer reads a sequence of vectors.</summary>
    internal static IEnumerable<Violation> CheckInput(LayerPlace place)
    {
        if (place.Input is { IsSequence: false })
            yield return new Violation(place.Path, "Needs a sequence: set returnSequences: true on the recurrent layer before.");
    }

    /// <summary>Everything that is wrong with the settings alone.</summary>
    internal static IEnumerable<Violation> CheckSettings(LstmLayer lstm, string path) =>
        LayerSize.Check(lstm.Units, $"{path}.units");

    /// <summary>
    /// Parameters of one direction, gates in the order i, f, g, o: weight_ih [4H, D], weight_hh [4H, H], bias_ih [4H].
    /// PyTorch's second bias stays zero and is no parameter: Keras has one.
    /// </summary>
    internal static IEnumerable<ParameterShape> Direction(LstmLayer lstm, string name, string suffix, int inputs)
    {
        int gates = 4 * lstm.Units;
        yield return new ParameterShape($"{name}.weight_ih_l0{suffix}", [gates, inputs], Initializers.GlorotUniform);
        yield return new ParameterShape($"{name}.weight_hh_l0{suffix}", [gates, lstm.Units], OrthogonalInitializer.Fill);
        yield return new ParameterShape($"{name}.bias_ih_l0{suffix}", [gates], Initializers.UnitForgetBias);
    }
}
