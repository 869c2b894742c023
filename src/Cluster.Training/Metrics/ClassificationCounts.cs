namespace Cluster.Training.Metrics;

/// <summary>Counts and the loss sum of some classified examples. Plain numbers, so that chunks from any worker add up to the whole.</summary>
/// <param name="Classes">C, the number of classes.</param>
/// <param name="Confusion">
/// <c>[C, C]</c> row by row: entry <c>label * C + prediction</c> counts examples of that label and prediction.
/// </param>
/// <param name="Loss">Summed cross-entropy in nats.</param>
public sealed record ClassificationCounts(int Classes, int[] Confusion, double Loss) : EvaluationCounts
{
    /// <summary>Counts of no examples.</summary>
    /// <param name="classes">C, at least 1.</param>
    public static ClassificationCounts None(int classes) => new(classes, new int[classes * classes], 0);

    /// <summary>Counts the examples of a batch. The lowest class wins where logits are equal.</summary>
    /// <param name="logits">Outputs before the softmax, <c>[B, C]</c> row by row.</param>
    /// <param name="labels">Class of each example, <c>[B]</c>.</param>
    /// <param name="classes">C.</param>
    /// <exception cref="ArgumentException">Logits and labels do not fit together.</exception>
    public static ClassificationCounts Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        if (logits.Length != (long)labels.Length * classes)
            throw new ArgumentException($"{logits.Length} logits do not belong to {labels.Length} labels of {classes} classes.");
        int[] confusion = new int[classes * classes];
        double loss = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> outputs = logits.Slice(row * classes, classes);
            confusion[labels[row] * classes + Logits.ArgMax(outputs)]++;
            loss += Logits.CrossEntropy(outputs, labels[row]);
        }

        return new ClassificationCounts(classes, confusion, loss);
    }

    /// <inheritdoc/>
    public override ClassificationCounts Add(EvaluationCounts other)
    {
        ClassificationCounts more = Same<ClassificationCounts>(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(more.Classes, Classes);
        int[] confusion = [.. Confusion.Zip(more.Confusion, (mine, theirs) => checked(mine + theirs))];
        return new ClassificationCounts(Classes, confusion, Loss + more.Loss);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Metrics() => ClassificationMetrics.Of(this);
}
