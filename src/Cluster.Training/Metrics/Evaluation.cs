using Cluster.Training.Data;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Training.Metrics;

/// <summary>Counts what a network makes of a dataset's examples: what is counted follows from what targets are.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="loss">What training makes small.</param>
/// <param name="task">What is learned: the classes of a language model are tokens, which are not counted one by one.</param>
public sealed class Evaluation(EncodedDataset dataset, LossSettings loss, JobSpec.Types.Task task)
{
    private readonly bool _byClass = task != JobSpec.Types.Task.Generation;
    private readonly SpanTags? _tags = task == JobSpec.Types.Task.Tagging ? SpanTags.Of(dataset.Labels) : null;
    private readonly Func<double, double> _valueLoss = ValueLoss.Of(loss.Spec);
    private readonly bool _isBinary = loss.Spec.KindCase == LossSpec.KindOneofCase.BinaryCrossEntropy;

    /// <summary>Counts a batch.</summary>
    /// <param name="split">Where its examples come from.</param>
    /// <param name="examples">Indexes of the examples in the split, in the order of the batch's rows.</param>
    /// <param name="targets">The batch's targets.</param>
    /// <param name="outputs">What the network gives, before softmax or sigmoid, row by row.</param>
    public EvaluationCounts Count(EncodedSplit split, IReadOnlyList<int> examples, BatchTargets targets, float[] outputs)
    {
        int width = dataset.Shape.Outputs;
        float[] logits = _isBinary ? Logits.OfTwoClasses(outputs) : outputs;
        return (dataset.Shape.Target, dataset.Shape.TargetPerStep) switch
        {
            (TargetKind.Class, false) => ClassificationCounts.Of(logits, targets.Classes, width),
            (TargetKind.Class, true) => TokenCounts.Of(logits, targets, width, Allowed(split, examples), _byClass, _tags),
            _ => ValueCounts.Of(outputs, targets, width, _valueLoss, dataset.Scaling, [.. split.Baselines.Select(baseline => Pick(baseline, examples))]),
        };
    }

    private static ulong[][]? Allowed(EncodedSplit split, IReadOnlyList<int> examples) =>
        split.AllowedClasses is { } allowed ? [.. examples.Select(example => allowed[example])] : null;

    private static Baseline Pick(Baseline baseline, IReadOnlyList<int> examples) =>
        baseline with { Forecasts = [.. examples.Select(example => baseline.Forecasts[example])] };
}
