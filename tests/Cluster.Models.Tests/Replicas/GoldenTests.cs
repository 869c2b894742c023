using Cluster.Models.Tests.Goldens;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

public sealed class GoldenTests(DeviceFixture fixture)
{
    /// <summary>Float32 against float64: the relative error is taken of the largest value of each vector.</summary>
    [Fact]
    public Task Two_stacked_bidirectional_layers_agree_with_PyTorch() => Agree(Stack.Bidirectionals, StackedBidirectionalGolden.Case);

    [Fact]
    public Task Two_stacked_forward_layers_agree_with_PyTorch() => Agree(Stack.Lstms, StackedLstmGolden.Case);

    private async Task Agree(Network network, GoldenCase golden)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using IReplica replica = fixture.Replica(network);
        foreach (ParameterEntry entry in network.Layout.Entries)
            golden.Parameters[entry.Shape.Name].CopyTo(replica.Parameters.Span[entry.Offset..]);
        float[] gradient = new float[network.Layout.Length];

        float[] logits = await replica.Infer(golden.Batch, cancel);
        LossSums sums = await replica.ComputeGradient(golden.Batch, gradient, cancel);

        GoldenNumbers.AssertNear("logits", golden.Logits, logits);
        Assert.Equal(golden.Loss, sums.Loss, golden.Loss * GoldenNumbers.Tolerance);
        Assert.Equal(golden.Lengths.Length, sums.Targets);
        Assert.Equal(golden.Correct, sums.Correct);
        Assert.Equal(golden.Gradients.Count, network.Layout.Entries.Count);
        foreach (ParameterEntry entry in network.Layout.Entries)
            GoldenNumbers.AssertNear(entry.Shape.Name, golden.Gradients[entry.Shape.Name], gradient.AsSpan(entry.Offset, entry.Shape.Count));
    }
}
