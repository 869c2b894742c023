using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Layer normalization over the last axis: [.., D] to [.., D].</summary>
internal sealed class LayerNormalizationKind : ILayer
{
    /// <summary>Keras' default; PyTorch's is 1e-5.</summary>
    private const float DefaultEpsilon = 1e-3f;

    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.LayerNormalization;

    public string Describe(LayerSpec spec) => "LayerNormalization";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place)
    {
        LayerNormalizationLayer layer = spec.LayerNormalization;
        if (layer.HasEpsilon && !(float.IsFinite(layer.Epsilon) && layer.Epsilon > 0))
            yield return new Violation($"{place.Field}.epsilon", "Must be a finite number over 0.");
    }

    public void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast)
    {
        if (!spec.LayerNormalization.HasEpsilon) spec.LayerNormalization.Epsilon = DefaultEpsilon;
    }

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => input;

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) =>
    [
        new ParameterShape($"{name}.weight", [inputs], Initializers.Constant(1)),
        new ParameterShape($"{name}.bias", [inputs], Initializers.Zeros),
    ];
}
