using Cluster.Training.Data;
using Cluster.Training.Layers;

namespace Cluster.Models.Replicas;

/// <summary>Refuses batches that would make libtorch fail or read beyond a table.</summary>
internal static class BatchCheck
{
    /// <summary>Checks sizes, lengths, token ids and numbers.</summary>
    public static void ThrowIfMalformed(SequenceBatch batch, Network network)
    {
        if (batch.Count < 1 || batch.Time < 1) throw new ArgumentException("The batch is empty.", nameof(batch));
        foreach (int length in batch.Lengths)
        {
            if (length < 1 || length > batch.Time) throw new ArgumentException($"Length {length} is not in 1..{batch.Time}.", nameof(batch));
        }

        if (network.Layers[0].Spec.Embedding?.Characters is not null) CheckLetters(batch, network.Data.CharacterVocabularySize);
        if (network.Data.Features == 0) CheckTokens(batch, network.Data.VocabularySize);
        else CheckSize("features", batch.Features, (long)batch.Count * batch.Time, network.Data.Features);
    }

    /// <summary>Checks targets; only where they are read.</summary>
    public static void ThrowIfMislabelled(SequenceBatch batch, Network network)
    {
        DataShape data = network.Data;
        BatchTargets targets = batch.Targets;
        if (targets.Lengths.Length != batch.Count)
            throw new ArgumentException($"{targets.Lengths.Length} targets are not one for each of {batch.Count} sequences.", nameof(batch));
        if (data.TargetPerStep != targets.Time > 0)
            throw new ArgumentException($"The network expects {(data.TargetPerStep ? "a target a step" : "one target a sequence")}.", nameof(batch));
        if (data.TargetPerStep) CheckLengths(batch, network.Layers[^1].Output);
        long rows = (long)batch.Count * Math.Max(1, targets.Time);
        if (data.Target == TargetKind.Values) CheckSize("values", targets.Values, rows, data.Outputs);
        else CheckClasses(targets, rows, data.Outputs);
    }

    private static void CheckTokens(SequenceBatch batch, int vocabularySize)
    {
        int[] tokens = batch.Tokens ?? throw new ArgumentException("The batch has no tokens.", nameof(batch));
        if (tokens.Length != (long)batch.Count * batch.Time)
            throw new ArgumentException($"{tokens.Length} tokens are not {batch.Count} x {batch.Time}.", nameof(batch));
        foreach (int token in tokens)
        {
            if ((uint)token >= (uint)vocabularySize)
                throw new ArgumentException($"Token {token} is not in 0..{vocabularySize - 1}.", nameof(batch));
        }
    }

    /// <summary>Every valid step needs letters, and no other step may have some.</summary>
    private static void CheckLetters(SequenceBatch batch, int size)
    {
        BatchLetters letters = batch.Letters ?? throw new ArgumentException("The batch has no letters.", nameof(batch));
        CheckSize("letter counts", letters.Counts, (long)batch.Count * batch.Time, 1);
        CheckSize("letters", letters.Ids, (long)batch.Count * batch.Time, letters.Width);
        for (int step = 0; step < letters.Counts.Length; step++)
        {
            int count = letters.Counts[step];
            bool valid = step % batch.Time < batch.Lengths[step / batch.Time];
            if (valid ? count < 1 || count > letters.Width : count != 0)
                throw new ArgumentException($"A {(valid ? "token" : "step of padding")} has {count} letters.", nameof(batch));
        }

        foreach (int letter in letters.Ids)
        {
            if ((uint)letter >= (uint)size) throw new ArgumentException($"Letter {letter} is not in 0..{size - 1}.", nameof(batch));
        }
    }

    /// <summary>Every step that comes out needs a target, and every target a step.</summary>
    private static void CheckLengths(SequenceBatch batch, FeatureShape output)
    {
        for (int b = 0; b < batch.Count; b++)
        {
            int steps = output.Steps > 0 ? output.Steps : batch.Lengths[b];
            int length = batch.Targets.Lengths[b];
            if (length != steps || length > batch.Targets.Time)
                throw new ArgumentException($"Sequence {b} has {length} targets, but the network gives {steps} steps.", nameof(batch));
        }
    }

    private static void CheckClasses(BatchTargets targets, long rows, int outputs)
    {
        CheckSize("labels", targets.Classes, rows, 1);
        foreach (int label in TargetTensors.Classes(targets))
        {
            if ((uint)label >= (uint)outputs) throw new ArgumentException($"Label {label} is not in 0..{outputs - 1}.", nameof(targets));
        }
    }

    private static void CheckSize<T>(string what, T[]? values, long rows, int width)
    {
        if (values?.LongLength != rows * width)
            throw new ArgumentException($"There are {values?.Length ?? 0} {what}, not {rows} x {width}.", nameof(values));
    }
}
