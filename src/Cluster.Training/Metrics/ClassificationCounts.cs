using Cluster.V1;

namespace Cluster.Training.Metrics;

/// <summary>Counts and the loss sum of some classified examples. Plain numbers, so that chunks from any worker add up to the whole.</summary>
/// <param name="Tally">Counts by class.</param>
/// <param name="Loss">Summed cross-entropy in nats, without class weights.</param>
public sealed record ClassificationCounts(ClassTally Tally, double Loss) : EvaluationCounts
{
    /// <summary>Counts of no examples.</summary>
    /// <param name="classes">C, at least 1.</param>
    public static ClassificationCounts None(int classes) => new(ClassTally.None(classes), 0);

    /// <summary>Counts the examples of a batch. The lowest class wins where logits are equal.</summary>
    /// <param name="logits">Outputs before the softmax, <c>[B, C]</c> row by row.</param>
    /// <param name="labels">Class of each example, <c>[B]</c>.</param>
    /// <param name="classes">C.</param>
    /// <exception cref="ArgumentException">Logits and labels do not fit together.</exception>
    public static ClassificationCounts Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        if (logits.Length != (long)labels.Length * classes)
            throw new ArgumentException($"{logits.Length} logits do not belong to {labels.Length} labels of {classes} classes.");
        ClassTally tally = ClassTally.None(classes);
        double loss = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> outputs = logits.Slice(row * classes, classes);
            tally.Count(labels[row], Logits.ArgMax(outputs));
            loss += Logits.CrossEntropy(outputs, labels[row]);
        }

        return new ClassificationCounts(tally, loss);
    }

    /// <inheritdoc/>
    public override ClassificationCounts Add(EvaluationCounts other)
    {
        ClassificationCounts more = Same<ClassificationCounts>(other);
        return new ClassificationCounts(Tally.Add(more.Tally), Loss + more.Loss);
    }

    /// <summary><c>loss</c> (mean, in nats) and what <see cref="ClassificationMetrics.Of"/> gives.</summary>
    public override IReadOnlyDictionary<string, double> Metrics()
    {
        Dictionary<string, double> metrics = ClassificationMetrics.Of(Tally);
        if (metrics.Count > 0) metrics["loss"] = Loss / Tally.Classes.Sum(one => one.Labelled);
        return metrics;
    }

    /// <inheritdoc/>
    public override ClassReport? Report(IReadOnlyList<string> labels) => ClassReports.Of(Tally, labels, spans: null);
}
