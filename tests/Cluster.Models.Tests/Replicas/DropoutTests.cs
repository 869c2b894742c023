using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

public sealed class DropoutTests(DeviceFixture fixture)
{
    private static readonly SequenceBatch Batch = Batches.Random(5, 6, 4, 6, 1, 3);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Masks_follow_from_the_key_alone()
    {
        using IReplica one = fixture.Replica(Stack.Dropouts);
        using IReplica two = fixture.Replica(Stack.Dropouts);

        float[] first = await Gradient(one, Batch);
        float[] otherKey = await Gradient(one, Batch with { DropoutKey = 77 });
        float[] again = await Gradient(two, Batch);

        Assert.NotEqual(first, otherKey);
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Inference_drops_nothing()
    {
        using IReplica replica = fixture.Replica(Stack.Dropouts);
        using IReplica without = fixture.Replica(Stack.Bidirectionals);
        replica.Parameters.CopyTo(without.Parameters);

        Assert.Equal(await without.Infer(Batch, Cancel), await replica.Infer(Batch, Cancel));
    }

    [Fact]
    public async Task A_rate_of_zero_is_no_dropout()
    {
        using IReplica zero = fixture.Replica(Stack.Network(Stack.Embedding(3), Stack.Dropout(0), Stack.Lstm(4), Stack.Dense()));
        using IReplica without = fixture.Replica(Stack.Network(Stack.Embedding(3), Stack.Lstm(4), Stack.Dense()));

        Assert.Equal(await Gradient(without, Batch), await Gradient(zero, Batch));
    }

    /// <summary>The mean over many masks of a linear network is the network without dropout: masks keep the expectation.</summary>
    [Fact]
    public async Task The_mean_gradient_of_a_bias_hardly_moves()
    {
        Network network = Stack.Network(Stack.Embedding(3), Stack.Lstm(4), Stack.Dropout(0.5f), Stack.Dense());
        using IReplica replica = fixture.Replica(network);
        using IReplica without = fixture.Replica(Stack.Network(Stack.Embedding(3), Stack.Lstm(4), Stack.Dense()));
        int bias = network.Layout.Entries[^1].Offset;

        float[] expected = await Gradient(without, Batch);
        double sum = 0;
        for (ulong key = 0; key < 200; key++) sum += (await Gradient(replica, Batch with { DropoutKey = key }))[bias];

        Assert.Equal(expected[bias], sum / 200, 0.02);
    }

    private static async Task<float[]> Gradient(IReplica replica, SequenceBatch batch)
    {
        float[] gradient = new float[replica.Layout.Length];
        await replica.ComputeGradient(batch, gradient, Cancel);
        return gradient;
    }
}
