namespace Cluster.Training.Metrics;

/// <summary>Counts and the loss sum of some classified examples. Plain numbers, so that chunks from any worker add up to the whole.</summary>
/// <param name="Classes">C, the number of classes.</param>
/// <param name="Confusion">
/// <c>[C, C]</c> row by row: entry <c>label * C + prediction</c> counts examples of that label and prediction.
/// </param>
/// <param name="Loss">Summed cross-entropy in nats.</param>
public sealed record ClassificationCounts(int Classes, int[] Confusion, double Loss)
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
            confusion[labels[row] * classes + ArgMax(outputs)]++;
            loss += CrossEntropy(outputs, labels[row]);
        }

        return new ClassificationCounts(classes, confusion, loss);
    }

    /// <summary>Adds two counts. The loss is a floating-point sum, so add chunks in their order.</summary>
    /// <param name="other">Counts of other examples and the same classes.</param>
    public ClassificationCounts Add(ClassificationCounts other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Classes, Classes);
        int[] confusion = [.. Confusion.Zip(other.Confusion, (mine, theirs) => checked(mine + theirs))];
        return new ClassificationCounts(Classes, confusion, Loss + other.Loss);
    }

    private static int ArgMax(ReadOnlySpan<float> outputs)
    {
        int best = 0;
        for (int i = 1; i < outputs.Length; i++)
            if (outputs[i] > outputs[best]) best = i;
        return best;
    }

    /// <summary>log(sum(exp(x))) - x[label], with the largest output taken out of the sum so that nothing overflows.</summary>
    private static double CrossEntropy(ReadOnlySpan<float> outputs, int label)
    {
        double largest = outputs[ArgMax(outputs)];
        double sum = 0;
        foreach (float output in outputs) sum += Math.Exp(output - largest);
        return Math.Log(sum) + largest - outputs[label];
    }
}
