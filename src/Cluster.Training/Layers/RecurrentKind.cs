using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>A recurrent layer in one direction: [B, T, D] to [B, T, H], or to [B, H] without returnSequences.</summary>
internal abstract class RecurrentKind : ILayer
{
    public abstract LayerSpec.KindOneofCase Case { get; }

    /// <summary>Gates, each with its own H rows of the weights.</summary>
    protected abstract int Gates { get; }

    /// <summary>Whether the recurrent product has a bias of its own.</summary>
    protected virtual bool HasRecurrentBias => false;

    public abstract string Describe(LayerSpec spec);

    public abstract void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast);

    /// <summary>The settings that all recurrent layers have.</summary>
    public abstract RecurrentSettings Settings(LayerSpec spec);

    public RecurrentSettings Recurrence(LayerSpec spec) => Settings(spec);

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place) =>
        LayerInput.CheckSequence(place).Concat(Settings(spec).Check(place.Field));

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => input.Read(Settings(spec).ReturnSequences, Settings(spec).Units);

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) => Direction(spec, name, "", inputs);

    /// <summary>
    /// Parameters of one direction, G gates: weight_ih [G H, D], weight_hh [G H, H], bias_ih [G H], and bias_hh [G H] if the
    /// recurrent product has its own. Otherwise PyTorch's second bias stays zero and is no parameter: Keras has one.
    /// </summary>
    /// <param name="spec">The settings, complete.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="suffix">End of the parameters' names, such as <c>_reverse</c>.</param>
    /// <param name="inputs">D.</param>
    public IEnumerable<ParameterShape> Direction(LayerSpec spec, string name, string suffix, int inputs)
    {
        RecurrentSettings settings = Settings(spec);
        int rows = Gates * settings.Units;
        Initializer bias = Bias(spec, InitializerTable.Of(settings.Bias!));
        yield return new ParameterShape($"{name}.weight_ih_l0{suffix}", [rows, inputs], InitializerTable.Of(settings.Kernel!));
        yield return new ParameterShape($"{name}.weight_hh_l0{suffix}", [rows, settings.Units], InitializerTable.Of(settings.Recurrent!));
        yield return new ParameterShape($"{name}.bias_ih_l0{suffix}", [rows], bias);
        if (HasRecurrentBias) yield return new ParameterShape($"{name}.bias_hh_l0{suffix}", [rows], bias);
    }

    /// <summary>What becomes of the bias initializer that the user chose.</summary>
    protected virtual Initializer Bias(LayerSpec spec, Initializer chosen) => chosen;
}
