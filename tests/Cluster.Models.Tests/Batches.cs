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
        BatchTargets targets = batch.Targets;
        int targetTime = targets.Time == 0 ? 0 : targets.Time + time - batch.Time;
        return batch with
        {
            Time = time,
            Tokens = Widen(batch.Tokens, batch.Count, batch.Time, time, 0),
            Features = Widen(batch.Features, batch.Count, batch.Time, time, 0f),
            Letters = batch.Letters is { } letters ? Widen(letters, batch.Count, batch.Time, time) : null,
            Targets = targets with
            {
                Time = targetTime,
                Classes = Widen(targets.Classes, batch.Count, Math.Max(1, targets.Time), Math.Max(1, targetTime), -1),
                Values = Widen(targets.Values, batch.Count, Math.Max(1, targets.Time), Math.Max(1, targetTime), 0f),
            },
        };
    }

    /// <summary>The same sequences with other numbers and tokens on the padding.</summary>
    public static SequenceBatch Scribbled(SequenceBatch batch)
    {
        int[]? tokens = (int[]?)batch.Tokens?.Clone();
        float[]? features = (float[]?)batch.Features?.Clone();
        int width = (features?.Length ?? 0) / (batch.Count * batch.Time);
        for (int b = 0; b < batch.Count; b++)
        {
            int begin = b * batch.Time + batch.Lengths[b];
            int padding = batch.Time - batch.Lengths[b];
            tokens?.AsSpan(begin, padding).Fill(2);
            features?.AsSpan(begin * width, padding * width).Fill(100);
        }

        return batch with { Tokens = tokens, Features = features, Letters = batch.Letters is { } letters ? Scribbled(letters) : null };
    }

    /// <summary>One sequence alone.</summary>
    public static SequenceBatch One(SequenceBatch batch, int b) => batch with
    {
        Tokens = Part(batch.Tokens, batch.Count, b),
        Features = Part(batch.Features, batch.Count, b),
        Letters = batch.Letters is { } letters
            ? letters with { Ids = Part(letters.Ids, batch.Count, b)!, Counts = Part(letters.Counts, batch.Count, b)! }
            : null,
        Lengths = [batch.Lengths[b]],
        Targets = batch.Targets with
        {
            Lengths = [batch.Targets.Lengths[b]],
            Classes = Part(batch.Targets.Classes, batch.Count, b),
            Values = Part(batch.Targets.Values, batch.Count, b),
        },
    };

    /// <summary>Other letters where no word has any.</summary>
    private static BatchLetters Scribbled(BatchLetters letters)
    {
        int[] ids = (int[])letters.Ids.Clone();
        for (int step = 0; step < letters.Counts.Length; step++)
            ids.AsSpan(step * letters.Width + letters.Counts[step], letters.Width - letters.Counts[step]).Fill(2);
        return letters with { Ids = ids };
    }

    /// <summary>More steps, and room for 3 more letters.</summary>
    private static BatchLetters Widen(BatchLetters letters, int count, int from, int to)
    {
        int[] wide = Widen(letters.Ids, count * from, letters.Width, letters.Width + 3, 0)!;
        return new BatchLetters(letters.Width + 3, Widen(wide, count, from, to, 0)!, Widen(letters.Counts, count, from, to, 0)!);
    }

    private static T[]? Part<T>(T[]? rows, int count, int b) =>
        rows?.AsSpan(b * rows.Length / count, rows.Length / count).ToArray();

    /// <summary>[B, from, ..] to [B, to, ..].</summary>
    private static T[]? Widen<T>(T[]? rows, int count, int from, int to, T padding)
    {
        if (rows is null) return null;
        int width = rows.Length / (count * from);
        var wide = new T[count * to * width];
        Array.Fill(wide, padding);
        for (int b = 0; b < count; b++) rows.AsSpan(b * from * width, from * width).CopyTo(wide.AsSpan(b * to * width));
        return wide;
    }
}
