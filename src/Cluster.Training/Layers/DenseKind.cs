using Cluster.Training.Data;
using Cluster.Training.Specs;
using Cluster.V1;
using Activation = Cluster.V1.DenseLayer.Types.Activation;

namespace Cluster.Training.Layers;

/// <summary>Fully connected layer on the last axis: [.., D] to [.., units].</summary>
internal sealed class DenseKind : ILayer
{
    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Dense;

    public bool ScoresClasses => true;

    public string Describe(LayerSpec spec) => "Dense";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place) => CheckSettings(spec.Dense, place.Field, place);

    public void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast) => FillSettings(spec.Dense, ends, isLast);

    public void FillOutputs(LayerSpec spec, int outputs) => FillUnits(spec.Dense, outputs);

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => input with { Size = spec.Dense.Units };

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) => Weights(spec.Dense, name, inputs);

    /// <summary>Everything that is wrong with the settings at a path.</summary>
    internal static IEnumerable<Violation> CheckSettings(DenseLayer dense, string field, LayerPlace place)
    {
        IEnumerable<Violation> units = dense.HasUnits ? LayerSize.Check(dense.Units, $"{field}.units")
            : place.IsLast ? []
            : [new Violation($"{field}.units", "Is required in every dense layer but the last.")];
        return units.Concat(CheckActivation(dense.Activation, $"{field}.activation", place))
            .Concat(InitializerTable.CheckWeights(dense.KernelInitializer, $"{field}.kernelInitializer"))
            .Concat(InitializerTable.CheckBias(dense.BiasInitializer, $"{field}.biasInitializer"));
    }

    /// <summary>Fills in the defaults, in place.</summary>
    internal static void FillSettings(DenseLayer dense, StackEnds ends, bool isLast)
    {
        if (dense.Activation == Activation.Unspecified)
            dense.Activation = isLast && ends.Target == TargetKind.Class ? Scoring(ends) : Activation.Linear;
        dense.KernelInitializer = InitializerTable.Kernel(dense.KernelInitializer);
        dense.BiasInitializer = InitializerTable.Bias(dense.BiasInitializer);
    }

    /// <summary>Fills in the size that the data asks for, if none is given.</summary>
    internal static void FillUnits(DenseLayer dense, int outputs)
    {
        if (!dense.HasUnits) dense.Units = outputs;
    }

    /// <summary>weight [units, D] and bias [units].</summary>
    internal static IEnumerable<ParameterShape> Weights(DenseLayer dense, string name, int inputs) =>
    [
        new ParameterShape($"{name}.weight", [dense.Units, inputs], InitializerTable.Of(dense.KernelInitializer)),
        new ParameterShape($"{name}.bias", [dense.Units], InitializerTable.Of(dense.BiasInitializer)),
    ];

    private static IEnumerable<Violation> CheckActivation(Activation activation, string field, LayerPlace place)
    {
        bool scores = place.IsLast && place.Ends.Target == TargetKind.Class;
        string scoring = Scoring(place.Ends).ToString().ToUpperInvariant();
        string? fault = activation switch
        {
            Activation.Unspecified => null,
            _ when !Enum.IsDefined(activation) => "Is no known activation: use LINEAR, RELU, TANH, SIGMOID or SOFTMAX.",
            Activation.Softmax when !place.IsLast => "SOFTMAX makes this the head, and no layer can follow: move it to the end.",
            _ when scores && activation != Scoring(place.Ends) => place.Ends.Binary
                ? $"Must be {scoring} or unset in the last layer: it belongs to binaryCrossEntropy."
                : $"Must be {scoring} or unset in the last layer: it scores the classes.",
            _ => null,
        };
        return fault is null ? [] : [new Violation(field, fault)];
    }

    /// <summary>The activation whose outputs are probabilities of classes.</summary>
    private static Activation Scoring(StackEnds ends) => ends.Binary ? Activation.Sigmoid : Activation.Softmax;
}
