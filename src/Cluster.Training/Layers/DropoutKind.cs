using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Zeroes values at random during training; shape and parameters stay as they are.</summary>
internal sealed class DropoutKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Dropout;

    public string Describe(LayerSpec spec) => "Dropout";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place) => LayerRate.Check(spec.Dropout.Rate, $"{place.Field}.rate");

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => input;

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) => [];
}
