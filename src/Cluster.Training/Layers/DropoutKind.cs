using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Zeroes values at random during training; shape and parameters stay as they are.</summary>
internal sealed class DropoutKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Dropout;

    public string Name => "dropout";

    public string Describe(LayerSpec spec) => "Dropout";

    /// <summary>Written so that NaN is out of range as well.</summary>
    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place)
    {
        float rate = spec.Dropout.Rate;
        if (!(rate >= 0 && rate < 1))
            yield return new Violation($"{place.Path}.dropout.rate", "Must be at least 0 and under 1.");
    }

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => input;

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) => [];
}
