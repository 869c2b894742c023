using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

public sealed class PaddingTests(DeviceFixture fixture)
{
    private static readonly SequenceBatch Batch = Batches.Random(5, 6, 4, 6, 1, 3);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Longer_padding_changes_nothing()
    {
        Network network = Stack.Bidirectionals;
        using IReplica replica = fixture.Replica(network);
        float[] gradient = new float[network.Layout.Length];
        float[] padded = new float[network.Layout.Length];

        LossSums sums = await replica.ComputeGradient(Batch, gradient, Cancel);
        LossSums paddedSums = await replica.ComputeGradient(Batches.Padded(Batch, 23), padded, Cancel);

        Assert.Equal(sums.Loss, paddedSums.Loss, 1e-6 * sums.Loss);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], padded[i], 1e-6f);
    }

    [Fact]
    public async Task A_batch_sums_what_its_sequences_give_alone()
    {
        Network network = Stack.Bidirectionals;
        using IReplica replica = fixture.Replica(network);
        float[] together = new float[network.Layout.Length];
        float[] alone = new float[network.Layout.Length];
        double[] sum = new double[network.Layout.Length];
        double loss = 0;

        LossSums sums = await replica.ComputeGradient(Batch, together, Cancel);
        for (int b = 0; b < Batch.Count; b++)
        {
            loss += (await replica.ComputeGradient(Batches.One(Batch, b), alone, Cancel)).Loss;
            for (int i = 0; i < sum.Length; i++) sum[i] += alone[i];
        }

        Assert.Equal(loss, sums.Loss, 1e-6 * loss);
        for (int i = 0; i < sum.Length; i++) Assert.Equal(sum[i], together[i], 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_padding_token_gets_no_gradient(bool dropout)
    {
        Network network = dropout ? Stack.Dropouts : Stack.Bidirectionals;
        using IReplica replica = fixture.Replica(network);
        float[] gradient = new float[network.Layout.Length];

        await replica.ComputeGradient(Batch, gradient, Cancel);

        Assert.All(gradient[..3], value => Assert.Equal(0f, value));
        Assert.Contains(gradient[3..(7 * 3)], value => value != 0);
    }

    [Fact]
    public async Task Gaps_between_parameters_are_zero_whatever_was_there()
    {
        Network network = Stack.Bidirectionals;
        using IReplica replica = fixture.Replica(network);
        float[] gradient = new float[network.Layout.Length];
        float[] again = new float[network.Layout.Length];
        Array.Fill(again, float.NaN);

        await replica.ComputeGradient(Batch, gradient, Cancel);
        await replica.ComputeGradient(Batch, again, Cancel);

        Assert.Equal(gradient, again);
        for (int i = 7 * 3; i < network.Layout.Entries[1].Offset; i++) Assert.Equal(0f, gradient[i]);
    }
}
