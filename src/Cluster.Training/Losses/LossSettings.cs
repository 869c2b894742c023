using Cluster.Training.Data;
using Cluster.V1;
using Kind = Cluster.V1.LossSpec.KindOneofCase;

namespace Cluster.Training.Losses;

/// <summary>A loss with everything known that it needs to be computed.</summary>
/// <param name="Spec">The resolved spec; exactly one kind.</param>
/// <param name="ClassWeights">Factor of each class, <c>[C]</c>; null if all are 1.</param>
public sealed record LossSettings(LossSpec Spec, float[]? ClassWeights)
{
    private const string ClassWeightsField = "training.loss.categoricalCrossEntropy.classWeights";

    private static readonly Dictionary<Kind, TargetKind> Targets = new()
    {
        [Kind.CategoricalCrossEntropy] = TargetKind.Class,
        [Kind.BinaryCrossEntropy] = TargetKind.Class,
        [Kind.MeanSquaredError] = TargetKind.Values,
        [Kind.MeanAbsoluteError] = TargetKind.Values,
        [Kind.Huber] = TargetKind.Values,
    };

    /// <summary>Plain categorical cross-entropy.</summary>
    public static LossSettings CrossEntropy { get; } =
        new(new LossSpec { CategoricalCrossEntropy = new CategoricalCrossEntropyLoss() }, ClassWeights: null);

    /// <summary>Plain mean squared error.</summary>
    public static LossSettings SquaredError { get; } =
        new(new LossSpec { MeanSquaredError = new MeanSquaredErrorLoss() }, ClassWeights: null);

    /// <summary>Completes the loss of a spec for a network that is not trained: without weights that follow from training examples.</summary>
    /// <param name="spec">The loss of a resolved spec.</param>
    /// <param name="labels">Class names by class number; empty where targets are numbers.</param>
    /// <exception cref="InvalidDataException">A class with a weight does not exist, or all weights are 0; the message is for the user.</exception>
    public static LossSettings Of(LossSpec spec, IReadOnlyList<string> labels) =>
        new(spec, spec.CategoricalCrossEntropy is { } crossEntropy ? Weights(crossEntropy, labels) : null);

    /// <summary>Completes the loss of a spec with what only the data tells, training examples included.</summary>
    /// <param name="spec">The loss of a resolved spec.</param>
    /// <param name="dataset">The data.</param>
    /// <exception cref="InvalidDataException">A class with a weight does not exist, or all weights are 0; the message is for the user.</exception>
    public static LossSettings Of(LossSpec spec, EncodedDataset dataset) => spec.CategoricalCrossEntropy is { Balanced: true }
        ? new LossSettings(spec, BalancedWeights.Of(dataset))
        : Of(spec, dataset.Labels);

    /// <summary>Returns what targets a loss is for; null if the spec names none.</summary>
    /// <param name="spec">The loss.</param>
    internal static TargetKind? TargetOf(LossSpec spec) => Targets.TryGetValue(spec.KindCase, out TargetKind target) ? target : null;

    /// <summary>Returns the fields of the losses for some targets, or of all losses.</summary>
    /// <param name="target">What targets are; null for all.</param>
    internal static IEnumerable<string> FieldsFor(TargetKind? target) =>
        Targets.Where(pair => target is null || pair.Value == target).Select(pair => LossSpec.Descriptor.FindFieldByNumber((int)pair.Key).JsonName);

    /// <summary>Checks that the loss is for the targets of some data.</summary>
    /// <param name="data">What the examples look like.</param>
    /// <exception cref="InvalidDataException">It is not; the message is for the user.</exception>
    internal void ThrowIfUnfit(DataShape data)
    {
        if (TargetOf(Spec) is not { } target)
            throw new InvalidDataException($"training.loss: Must hold exactly one of {string.Join(", ", FieldsFor(null))}.");
        if (target != data.Target)
        {
            string targets = data.Target == TargetKind.Class ? "classes" : "numbers";
            throw new InvalidDataException(
                $"training.loss: {Field(Spec.KindCase)} does not fit, the targets are {targets}: use one of {string.Join(", ", FieldsFor(data.Target))}.");
        }

        if (Spec.KindCase == Kind.BinaryCrossEntropy && data.Outputs != 2)
            throw new InvalidDataException($"training.loss: binaryCrossEntropy is for 2 classes, but the data has {data.Outputs}.");
        if (ClassWeights is { } weights && weights.Length != data.Outputs)
            throw new InvalidDataException($"training.loss: There are {weights.Length} class weights, but {data.Outputs} classes.");
    }

    private static float[]? Weights(CategoricalCrossEntropyLoss loss, IReadOnlyList<string> labels)
    {
        if (loss.ClassWeights.Count == 0) return null;
        string? unknown = loss.ClassWeights.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !labels.Contains(name));
        if (unknown is not null) throw new InvalidDataException($"{ClassWeightsField}: The data has no class '{unknown}'.");
        float[] weights = [.. labels.Select(label => loss.ClassWeights.TryGetValue(label, out float weight) ? weight : 1)];
        return weights.Any(weight => weight > 0) ? weights : throw new InvalidDataException($"{ClassWeightsField}: All classes have the weight 0.");
    }

    private static string Field(Kind kind) => LossSpec.Descriptor.FindFieldByNumber((int)kind).JsonName;
}
