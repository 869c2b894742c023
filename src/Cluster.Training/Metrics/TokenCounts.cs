using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Metrics;

/// <summary>Counts of sequences with a class for each step.</summary>
/// <param name="Targets">Steps.</param>
/// <param name="Correct">Steps whose class was predicted.</param>
/// <param name="Loss">Summed cross-entropy in nats, without class weights.</param>
/// <param name="Sequences">Sequences.</param>
/// <param name="Whole">Sequences with every step's class predicted.</param>
/// <param name="Legal">Sequences with every prediction among the allowed classes; null where no grammar says which are.</param>
public sealed record TokenCounts(long Targets, long Correct, double Loss, long Sequences, long Whole, long? Legal) : EvaluationCounts
{
    /// <summary>Counts by class; null in a language model, whose classes are tokens.</summary>
    public ClassTally? Tally { get; init; }

    /// <summary>Counts by type of span; null where classes are no span tags.</summary>
    public IReadOnlyDictionary<string, HitCounts>? Spans { get; init; }

    /// <summary>Counts the sequences of a batch. The lowest class wins where logits are equal.</summary>
    /// <param name="logits">Outputs before the softmax, <c>[B, T', C]</c> row by row.</param>
    /// <param name="targets">Classes, <c>[B, T']</c>, and how many steps count.</param>
    /// <param name="classes">C.</param>
    /// <param name="allowed">For each sequence and step the allowed classes as bits; null where all are.</param>
    /// <param name="byClass">Whether to count by class.</param>
    /// <param name="tags">How spans are read from classes; null where they are not.</param>
    /// <exception cref="ArgumentException">Logits and targets do not fit together.</exception>
    public static TokenCounts Of(
        ReadOnlySpan<float> logits, BatchTargets targets, int classes, IReadOnlyList<ulong[]>? allowed, bool byClass = false, SpanTags? tags = null)
    {
        int time = targets.Time;
        if (logits.Length != (long)targets.Lengths.Length * time * classes)
            throw new ArgumentException($"{logits.Length} logits do not belong to {targets.Lengths.Length} sequences of {time} steps and {classes} classes.");
        long count = 0, correct = 0, whole = 0, legal = 0;
        double loss = 0;
        ClassTally? tally = byClass ? ClassTally.None(classes) : null;
        Dictionary<string, HitCounts>? spans = tags is null ? null : new(StringComparer.Ordinal);
        int[] predictions = new int[time];
        for (int row = 0; row < targets.Lengths.Length; row++)
        {
            int steps = targets.Lengths[row];
            ReadOnlySpan<int> labels = targets.Classes.AsSpan(row * time, steps);
            Span<int> predicted = predictions.AsSpan(0, steps);
            loss += Predict(logits.Slice(row * time * classes, steps * classes), labels, classes, predicted);
            int right = Count(labels, predicted, tally), fitting = allowed is null ? 0 : Fitting(predicted, allowed[row]);
            tags?.Count(labels, predicted, spans!);
            count += steps;
            correct += right;
            if (right == steps) whole++;
            if (fitting == steps) legal++;
        }

        return new TokenCounts(count, correct, loss, targets.Lengths.Length, whole, allowed is null ? null : legal) { Tally = tally, Spans = spans };
    }

    /// <inheritdoc/>
    public override TokenCounts Add(EvaluationCounts other)
    {
        TokenCounts more = Same<TokenCounts>(other);
        return new TokenCounts(
            Targets + more.Targets, Correct + more.Correct, Loss + more.Loss, Sequences + more.Sequences, Whole + more.Whole, Legal + more.Legal)
        {
            Tally = Tally?.Add(more.Tally!),
            Spans = Spans?.Concat(more.Spans!).GroupBy(span => span.Key, StringComparer.Ordinal)
                .ToDictionary(type => type.Key, type => type.Aggregate(default(HitCounts), (sum, span) => sum.Add(span.Value)), StringComparer.Ordinal),
        };
    }

    /// <summary>
    /// <c>loss</c> (mean over steps, in nats), <c>accuracy</c> (share of steps), <c>perplexity</c> (exp of the loss), <c>sequence_accuracy</c>
    /// (share of sequences with every step right); counted by class, what <see cref="ClassificationMetrics.Of"/> gives, else <c>bits_per_token</c>
    /// (the loss in bits); with span tags <c>span_precision</c>, <c>span_recall</c> and <c>span_f1</c> over all types together; with a
    /// grammar <c>legal</c> (share of sequences with every prediction allowed).
    /// </summary>
    public override IReadOnlyDictionary<string, double> Metrics()
    {
        if (Targets == 0) return new Dictionary<string, double>();
        Dictionary<string, double> metrics = Tally is null ? [] : ClassificationMetrics.Of(Tally);
        metrics["loss"] = Loss / Targets;
        metrics["accuracy"] = (double)Correct / Targets;
        metrics["perplexity"] = Math.Exp(Loss / Targets);
        if (Tally is null) metrics["bits_per_token"] = Loss / Targets / Math.Log(2);
        metrics["sequence_accuracy"] = (double)Whole / Sequences;
        if (Legal is { } legal) metrics["legal"] = (double)legal / Sequences;
        if (Spans is null) return metrics;
        HitCounts all = Spans.Values.Aggregate(default(HitCounts), (sum, type) => sum.Add(type));
        (metrics["span_precision"], metrics["span_recall"], metrics["span_f1"]) = (all.Precision, all.Recall, all.F1);
        return metrics;
    }

    /// <inheritdoc/>
    public override ClassReport? Report(IReadOnlyList<string> labels) => Tally is null ? null : ClassReports.Of(Tally, labels, Spans);

    /// <summary>Fills in the predicted classes and returns the summed loss.</summary>
    private static double Predict(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes, Span<int> predictions)
    {
        double loss = 0;
        for (int step = 0; step < labels.Length; step++)
        {
            ReadOnlySpan<float> outputs = logits.Slice(step * classes, classes);
            predictions[step] = Logits.ArgMax(outputs);
            loss += Logits.CrossEntropy(outputs, labels[step]);
        }

        return loss;
    }

    private static int Count(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, ClassTally? tally)
    {
        int right = 0;
        for (int step = 0; step < labels.Length; step++)
        {
            if (predictions[step] == labels[step]) right++;
            tally?.Count(labels[step], predictions[step]);
        }

        return right;
    }

    private static int Fitting(ReadOnlySpan<int> predictions, ulong[] allowed)
    {
        int fitting = 0;
        for (int step = 0; step < predictions.Length; step++)
            if ((allowed[step] >> predictions[step] & 1) == 1) fitting++;
        return fitting;
    }
}
