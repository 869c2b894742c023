using Cluster.Training.Data;

namespace Cluster.Models.Tests.Goldens;

/// <summary>A batch, parameters, and what PyTorch computes from them.</summary>
internal sealed record GoldenCase
{
    public required int[] Tokens { get; init; }

    public required int[] Lengths { get; init; }

    public required int[] Labels { get; init; }

    public required int Time { get; init; }

    public required double Loss { get; init; }

    public required int Correct { get; init; }

    public required float[] Logits { get; init; }

    public required Dictionary<string, float[]> Parameters { get; init; }

    public required Dictionary<string, float[]> Gradients { get; init; }

    public SequenceBatch Batch => Batches.Of(Tokens, Lengths, Labels, Time, 0);
}
