using Cluster.Training.Data;

namespace Cluster.Training.Metrics;

/// <summary>Counts of sequences with a class for each step.</summary>
/// <param name="Targets">Steps.</param>
/// <param name="Correct">Steps whose class was predicted.</param>
/// <param name="Loss">Summed cross-entropy in nats.</param>
/// <param name="Sequences">Sequences.</param>
/// <param name="Whole">Sequences with every step's class predicted.</param>
/// <param name="Legal">Sequences with every prediction among the allowed classes; null where no grammar says which are.</param>
public sealed record TokenCounts(long Targets, long Correct, double Loss, long Sequences, long Whole, long? Legal) : EvaluationCounts
{
    /// <summary>Counts the sequences of a batch. The lowest class wins where logits are equal.</summary>
    /// <param name="logits">Outputs before the softmax, <c>[B, T', C]</c> row by row.</param>
    /// <param name="targets">Classes, <c>[B, T']</c>, and how many steps count.</param>
    /// <param name="classes">C.</param>
    /// <param name="allowed">For each sequence and step the allowed classes as bits; null where all are.</param>
    /// <exception cref="ArgumentException">Logits and targets do not fit together.</exception>
    public static TokenCounts Of(ReadOnlySpan<float> logits, BatchTargets targets, int classes, IReadOnlyList<ulong[]>? allowed)
    {
        int time = targets.Time;
        if (logits.Length != (long)targets.Lengths.Length * time * classes)
            throw new ArgumentException($"{logits.Length} logits do not belong to {targets.Lengths.Length} sequences of {time} steps and {classes} classes.");
        long count = 0, correct = 0, whole = 0, legal = 0;
        double loss = 0;
        for (int row = 0; row < targets.Lengths.Length; row++)
        {
            int right = 0, fitting = 0, steps = targets.Lengths[row];
            for (int step = 0; step < steps; step++)
            {
                ReadOnlySpan<float> outputs = logits.Slice((row * time + step) * classes, classes);
                int label = targets.Classes![row * time + step], predicted = Logits.ArgMax(outputs);
                if (predicted == label) right++;
                if (allowed is not null && (allowed[row][step] >> predicted & 1) == 1) fitting++;
                loss += Logits.CrossEntropy(outputs, label);
            }

            count += steps;
            correct += right;
            if (right == steps) whole++;
            if (fitting == steps) legal++;
        }

        return new TokenCounts(count, correct, loss, targets.Lengths.Length, whole, allowed is null ? null : legal);
    }

    /// <inheritdoc/>
    public override TokenCounts Add(EvaluationCounts other)
    {
        TokenCounts more = Same<TokenCounts>(other);
        return new TokenCounts(
            Targets + more.Targets, Correct + more.Correct, Loss + more.Loss, Sequences + more.Sequences, Whole + more.Whole, Legal + more.Legal);
    }

    /// <summary>
    /// <c>loss</c> (mean over steps, in nats), <c>accuracy</c> (share of steps), <c>perplexity</c> (exp of the loss), <c>sequence_accuracy</c>
    /// (share of sequences with every step right) and, with a grammar, <c>legal</c> (share of sequences with every prediction allowed).
    /// </summary>
    public override IReadOnlyDictionary<string, double> Metrics()
    {
        var metrics = new Dictionary<string, double>();
        if (Targets == 0) return metrics;
        metrics["loss"] = Loss / Targets;
        metrics["accuracy"] = (double)Correct / Targets;
        metrics["perplexity"] = Math.Exp(Loss / Targets);
        metrics["sequence_accuracy"] = (double)Whole / Sequences;
        if (Legal is { } legal) metrics["legal"] = (double)legal / Sequences;
        return metrics;
    }
}
