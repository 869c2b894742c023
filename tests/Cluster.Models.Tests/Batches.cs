using Cluster.Training.Data;
using Cluster.Training.Randomness;

namespace Cluster.Models.Tests;

/// <summary>Batches with random tokens and labels, padded with 0.</summary>
internal static class Batches
{
    public static SequenceBatch Random(ulong seed, int time, params int[] lengths)
    {
        var random = new CounterRandom(seed);
        int[] tokens = new int[lengths.Length * time];
        int[] labels = new int[lengths.Length];
        for (int b = 0; b < lengths.Length; b++)
        {
            for (int t = 0; t < lengths[b]; t++) tokens[b * time + t] = 1 + random.NextInt(Stack.Vocabulary - 1);
            labels[b] = random.NextInt(Stack.Classes);
        }

        return Of(tokens, lengths, labels, time, seed);
    }

    /// <summary>Sequences of random numbers with random numbers to predict for each of them.</summary>
    public static SequenceBatch Numbers(ulong seed, int time, int features, int outputs, params int[] lengths)
    {
        var random = new CounterRandom(seed);
        float[] steps = new float[lengths.Length * time * features];
        float[] values = new float[lengths.Length * outputs];
        for (int b = 0; b < lengths.Length; b++)
        {
            foreach (ref float value in steps.AsSpan(b * time * features, lengths[b] * features)) value = (float)random.NextNormal();
        }

        foreach (ref float value in values.AsSpan()) value = (float)random.NextNormal();
        var targets = new BatchTargets(0, [.. lengths.Select(_ => 1)], Classes: null, values);
        return new SequenceBatch(time, lengths, Tokens: null, steps, targets, seed);
    }

    /// <summary>Classified token sequences.</summary>
    public static SequenceBatch Of(int[] tokens, int[] lengths, int[] labels, int time, ulong dropoutKey) =>
        new(time, lengths, tokens, Features: null, Targets(labels), dropoutKey);

    /// <summary>One class for each sequence.</summary>
    public static BatchTargets Targets(params int[] labels) => new(0, [.. labels.Select(_ => 1)], labels, Values: null);

    /// <summary>The same sequences with more padding.</summary>
    public static SequenceBatch Padded(SequenceBatch batch, int time)
    {
        int[] tokens = new int[batch.Count * time];
        for (int b = 0; b < batch.Count; b++) batch.Tokens!.AsSpan(b * batch.Time, batch.Time).CopyTo(tokens.AsSpan(b * time));
        return batch with { Tokens = tokens, Time = time };
    }

    /// <summary>One sequence alone.</summary>
    public static SequenceBatch One(SequenceBatch batch, int b) => batch with
    {
        Tokens = batch.Tokens!.AsSpan(b * batch.Time, batch.Time).ToArray(),
        Lengths = [batch.Lengths[b]],
        Targets = Targets(batch.Targets.Classes![b]),
    };
}
