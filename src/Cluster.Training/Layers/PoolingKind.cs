using Cluster.Training.Specs;
using Cluster.V1;
using Kind = Cluster.V1.PoolingLayer.Types.Kind;

namespace Cluster.Training.Layers;

/// <summary>One vector from all valid steps: [B, T, D] to [B, D].</summary>
internal sealed class PoolingKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Pooling;

    public string Describe(LayerSpec spec) => $"Pooling({spec.Pooling.Kind})";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place) =>
        LayerInput.CheckSequence(place).Concat(CheckKind(spec.Pooling.Kind, $"{place.Field}.kind"));

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => input.Read(sequences: false, input.Size);

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) => [];

    private static IEnumerable<Violation> CheckKind(Kind kind, string field)
    {
        if (kind == Kind.Unspecified) yield return new Violation(field, "Is required: MAX, MEAN or LAST.");
        else if (!Enum.IsDefined(kind)) yield return new Violation(field, "Is no known pooling: use MAX, MEAN or LAST.");
    }
}
