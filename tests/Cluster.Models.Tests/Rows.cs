using Cluster.Training.Data;
using Cluster.Training.Layers;

namespace Cluster.Models.Tests;

/// <summary>Takes the valid steps out of what a replica infers.</summary>
internal static class Rows
{
    /// <summary>[B, C] as it is, [B, T', C] without padding.</summary>
    public static float[] Valid(float[] outputs, Network network, SequenceBatch batch)
    {
        FeatureShape shape = network.Layers[^1].Output;
        if (!shape.IsSequence) return outputs;
        int time = outputs.Length / (batch.Count * shape.Size);
        return [.. Enumerable.Range(0, batch.Count).SelectMany(b =>
            outputs.AsSpan(b * time * shape.Size, (shape.Steps > 0 ? shape.Steps : batch.Lengths[b]) * shape.Size).ToArray())];
    }
}
