using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Losses;

/// <summary>A loss with everything known that it needs to be computed.</summary>
/// <param name="Spec">The resolved spec; exactly one kind.</param>
/// <param name="ClassWeights">Factor of each class, <c>[C]</c>; null if all are 1.</param>
public sealed record LossSettings(LossSpec Spec, float[]? ClassWeights)
{
    private static readonly Dictionary<LossSpec.KindOneofCase, TargetKind> Targets = new()
    {
        [LossSpec.KindOneofCase.CategoricalCrossEntropy] = TargetKind.Class,
        [LossSpec.KindOneofCase.BinaryCrossEntropy] = TargetKind.Class,
        [LossSpec.KindOneofCase.MeanSquaredError] = TargetKind.Values,
        [LossSpec.KindOneofCase.MeanAbsoluteError] = TargetKind.Values,
        [LossSpec.KindOneofCase.Huber] = TargetKind.Values,
    };

    /// <summary>Plain categorical cross-entropy.</summary>
    public static LossSettings CrossEntropy { get; } =
        new(new LossSpec { CategoricalCrossEntropy = new CategoricalCrossEntropyLoss() }, ClassWeights: null);

    /// <summary>Plain mean squared error.</summary>
    public static LossSettings SquaredError { get; } =
        new(new LossSpec { MeanSquaredError = new MeanSquaredErrorLoss() }, ClassWeights: null);

    /// <summary>Checks that the loss is for the targets of some data.</summary>
    /// <param name="data">What the examples look like.</param>
    /// <exception cref="InvalidDataException">It is not; the message is for the user.</exception>
    internal void ThrowIfUnfit(DataShape data)
    {
        if (!Targets.TryGetValue(Spec.KindCase, out TargetKind target))
            throw new InvalidDataException($"training.loss: Must hold exactly one of {string.Join(", ", Targets.Keys.Select(Field))}.");
        if (target != data.Target)
        {
            string right = string.Join(", ", Targets.Where(pair => pair.Value == data.Target).Select(pair => Field(pair.Key)));
            string targets = data.Target == TargetKind.Class ? "classes" : "numbers";
            throw new InvalidDataException($"training.loss: {Field(Spec.KindCase)} does not fit, the targets are {targets}: use one of {right}.");
        }

        if (Spec.KindCase == LossSpec.KindOneofCase.BinaryCrossEntropy && data.Outputs != 2)
            throw new InvalidDataException($"training.loss: binaryCrossEntropy is for 2 classes, but the data has {data.Outputs}.");
        if (ClassWeights is { } weights && weights.Length != data.Outputs)
            throw new InvalidDataException($"training.loss: There are {weights.Length} class weights, but {data.Outputs} classes.");
    }

    private static string Field(LossSpec.KindOneofCase kind) => LossSpec.Descriptor.FindFieldByNumber((int)kind).JsonName;
}
