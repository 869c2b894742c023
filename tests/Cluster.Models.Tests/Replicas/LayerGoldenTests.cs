using Cluster.Models.Tests.Goldens;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

public sealed class LayerGoldenTests(DeviceFixture fixture)
{
    /// <summary>Float32 against float64: the relative error is taken of the largest value of each vector.</summary>
    [Theory]
    [MemberData(nameof(LayerCase.Names), MemberType = typeof(LayerCase))]
    public async Task Outputs_loss_and_every_gradient_agree_with_PyTorch(string name)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var golden = LayerCase.Of(name);
        Network network = golden.Network();
        using IReplica replica = fixture.Replica(network);
        foreach (ParameterEntry entry in network.Layout.Entries)
            golden.Parameters[entry.Shape.Name].CopyTo(replica.Parameters.Span[entry.Offset..]);
        float[] gradient = new float[network.Layout.Length];

        float[] outputs = await replica.Infer(golden.Batch, cancel);
        LossSums sums = await replica.ComputeGradient(golden.Batch, gradient, cancel);

        GoldenNumbers.AssertNear("outputs", golden.Outputs, Rows.Valid(outputs, network, golden.Batch));
        Assert.Equal(golden.LossSum, sums.Loss, golden.LossSum * GoldenNumbers.Tolerance);
        Assert.Equal(golden.TargetLengths.Sum() * (golden.Classes is null ? golden.OutputSize : 1), sums.Targets);
        Assert.Equal(golden.Correct, sums.Correct);
        Assert.Equal(golden.Gradients.Count, network.Layout.Entries.Count);
        foreach (ParameterEntry entry in network.Layout.Entries)
            GoldenNumbers.AssertNear(entry.Shape.Name, golden.Gradients[entry.Shape.Name], gradient.AsSpan(entry.Offset, entry.Shape.Count));
    }
}
