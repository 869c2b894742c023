using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>The same vector at each of n steps, all valid: [B, D] to [B, n, D].</summary>
internal sealed class RepeatVectorKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.RepeatVector;

    public string Describe(LayerSpec spec) => "RepeatVector";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place) =>
        LayerInput.CheckVector(place).Concat(LayerSize.Check(spec.RepeatVector.Steps, $"{place.Field}.steps"));

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => new(true, input.Size, spec.RepeatVector.Steps);

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) => [];
}
