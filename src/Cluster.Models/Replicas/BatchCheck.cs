using Cluster.Training.Data;
using Cluster.Training.Layers;

namespace Cluster.Models.Replicas;

/// <summary>Refuses batches that would make libtorch fail or read beyond a table.</summary>
internal static class BatchCheck
{
    /// <summary>Checks sizes, lengths and token ids.</summary>
    public static void ThrowIfMalformed(SequenceBatch batch, Network network)
    {
        if (batch.Count < 1 || batch.Time < 1) throw new ArgumentException("The batch is empty.", nameof(batch));
        if (batch.Tokens!.Length != (long)batch.Count * batch.Time)
            throw new ArgumentException($"{batch.Tokens!.Length} tokens are not {batch.Count} x {batch.Time}.", nameof(batch));
        foreach (int length in batch.Lengths)
        {
            if (length < 1 || length > batch.Time) throw new ArgumentException($"Length {length} is not in 1..{batch.Time}.", nameof(batch));
        }

        foreach (int token in batch.Tokens)
        {
            if ((uint)token >= (uint)network.Data.VocabularySize)
                throw new ArgumentException($"Token {token} is not in 0..{network.Data.VocabularySize - 1}.", nameof(batch));
        }
    }

    /// <summary>Checks labels; only where they are read.</summary>
    public static void ThrowIfMislabelled(SequenceBatch batch, Network network)
    {
        if (batch.Targets.Classes!.Length != batch.Count)
            throw new ArgumentException($"{batch.Targets.Classes!.Length} labels are not one for each of {batch.Count} sequences.", nameof(batch));
        foreach (int label in batch.Targets.Classes!)
        {
            if ((uint)label >= (uint)network.Data.Outputs)
                throw new ArgumentException($"Label {label} is not in 0..{network.Data.Outputs - 1}.", nameof(batch));
        }
    }
}
