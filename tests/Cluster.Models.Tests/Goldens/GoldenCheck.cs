using Cluster.Models.Tests.Replicas;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Goldens;

/// <summary>Compares what a replica computes with what PyTorch did.</summary>
internal static class GoldenCheck
{
    /// <summary>Outputs, loss, counts and every gradient. Float32 against float64: the relative error is taken of the largest value of each vector.</summary>
    public static async Task Agrees(LayerCase golden, IReplica replica, CancellationToken cancel)
    {
        Network network = golden.Network();
        foreach (ParameterEntry entry in network.Layout.Entries)
            golden.Parameters[entry.Shape.Name].CopyTo(replica.Parameters.Span[entry.Offset..]);
        float[] gradient = new float[network.Layout.Length];

        float[] outputs = await replica.Infer(golden.Batch, cancel);
        LossSums sums = await replica.ComputeGradient(golden.Batch, gradient, cancel);

        GoldenNumbers.AssertNear($"outputs of {golden.Name}", golden.Outputs, Rows.Valid(outputs, network, golden.Batch));
        Assert.Equal(golden.LossSum, sums.Loss, golden.LossSum * GoldenNumbers.Tolerance);
        Assert.Equal(golden.TargetLengths.Sum() * (golden.Classes is null ? golden.OutputSize : 1), sums.Targets);
        Assert.Equal(golden.Correct, sums.Correct);
        Assert.Equal(golden.Gradients.Count, network.Layout.Entries.Count);
        foreach (ParameterEntry entry in network.Layout.Entries)
            GoldenNumbers.AssertNear($"{entry.Shape.Name} of {golden.Name}", golden.Gradients[entry.Shape.Name], gradient.AsSpan(entry.Offset, entry.Shape.Count));
    }
}
