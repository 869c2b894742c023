using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>A dense layer at every step: [B, T, D] to [B, T, units].</summary>
internal sealed class TimeDistributedKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.TimeDistributed;

    public bool ScoresClasses => true;

    public string Describe(LayerSpec spec) => "TimeDistributed(Dense)";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place)
    {
        IEnumerable<Violation> settings = spec.TimeDistributed.Dense is { } dense
            ? DenseKind.CheckSettings(dense, $"{place.Field}.dense", place)
            : [new Violation(place.Field, "Must hold the layer that acts on every step: dense.")];
        return LayerInput.CheckSequence(place).Concat(settings);
    }

    public void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast) =>
        DenseKind.FillSettings(spec.TimeDistributed.Dense, ends, isLast);

    public void FillOutputs(LayerSpec spec, int outputs) => DenseKind.FillUnits(spec.TimeDistributed.Dense, outputs);

    /// <summary>Without a dense layer, which is reported elsewhere, the output counts as a sequence of nothing.</summary>
    public FeatureShape Output(LayerSpec spec, FeatureShape input) =>
        input.Read(sequences: true, spec.TimeDistributed.Dense?.Units ?? 0);

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) =>
        DenseKind.Weights(spec.TimeDistributed.Dense, name, inputs);
}
