using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Fully connected layer on the last axis: [.., D] to [.., units].</summary>
internal sealed class DenseKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Dense;

    public string Name => "dense";

    public bool ScoresClasses => true;

    public string Describe(LayerSpec spec) => "Dense";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place)
    {
        DenseLayer dense = spec.Dense;
        string path = $"{place.Path}.dense";
        IEnumerable<Violation> units = dense.HasUnits ? LayerSize.Check(dense.Units, $"{path}.units")
            : place.IsLast ? []
            : [new Violation($"{path}.units", "Is required in every dense layer but the last.")];
        return units.Concat(CheckActivation(dense.Activation, $"{path}.activation", place.IsLast)).Concat(CheckInput(place));
    }

    public void FillDefaults(LayerSpec spec, bool isLast)
    {
        if (spec.Dense.Activation != DenseLayer.Types.Activation.Unspecified) return;
        spec.Dense.Activation = isLast ? DenseLayer.Types.Activation.Softmax : DenseLayer.Types.Activation.Linear;
    }

    public void FillClasses(LayerSpec spec, int classes)
    {
        if (spec.Dense.HasUnits && spec.Dense.Units != classes)
            throw new ArgumentException($"The last dense layer has {spec.Dense.Units} units, but the data has {classes} classes.");
        spec.Dense.Units = classes;
    }

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => input with { Size = spec.Dense.Units };

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) =>
    [
        new ParameterShape($"{name}.weight", [spec.Dense.Units, inputs], Initializers.GlorotUniform),
        new ParameterShape($"{name}.bias", [spec.Dense.Units], Initializers.Zeros),
    ];

    private static IEnumerable<Violation> CheckActivation(DenseLayer.Types.Activation activation, string field, bool isLast)
    {
        string? fault = activation switch
        {
            DenseLayer.Types.Activation.Unspecified => null,
            DenseLayer.Types.Activation.Softmax => isLast ? null : "SOFTMAX is for the last layer only.",
            DenseLayer.Types.Activation.Linear => isLast ? "Must be SOFTMAX or unset in the last layer: it scores the classes." : null,
            _ => "Is no known activation: use LINEAR or SOFTMAX.",
        };
        return fault is null ? [] : [new Violation(field, fault)];
    }

    /// <summary>As the last layer it scores each sequence once, not each step.</summary>
    private static IEnumerable<Violation> CheckInput(LayerPlace place)
    {
        if (place is { IsLast: true, Input.IsSequence: true })
            yield return new Violation(place.Path, "Needs one vector a sequence: the last recurrent layer before must not set returnSequences.");
    }
}
