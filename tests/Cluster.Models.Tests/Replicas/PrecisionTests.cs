using Cluster.Models.Runtime;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using Precision = Cluster.V1.TrainingSpec.Types.Precision;

namespace Cluster.Models.Tests.Replicas;

/// <summary>Training with 16-bit matrix products: near the 32-bit one, and as repeatable.</summary>
public sealed class PrecisionTests(DeviceFixture fixture)
{
    private static readonly Network Plain = Stack.Network(
        Stack.Embedding(32), Stack.Bidirectional(48, true), Stack.Dropout(0.3f), Stack.Bidirectional(40), Stack.Dense());

    private static readonly Network Short = Plain.ComputedIn(Precision.Bf16);
    private static readonly SequenceBatch Batch = Batches.Random(7, 13, 13, 1, 9, 5, 12, 12, 3);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_gradient_is_near_the_32_bit_one_and_another()
    {
        SkipWithoutUnits();

        float[] plain = await GradientOf(Plain), near = await GradientOf(Short);

        Assert.NotEqual(plain, near);
        // Eight bits of a number's fraction, so about 2^-8 of it, over a few operations in a row.
        Assert.InRange(Norm(plain.Zip(near, (a, b) => a - b)) / Norm(plain), 1e-5, 0.03);
    }

    [Fact]
    public async Task It_gives_the_same_bits_again_and_leaves_those_of_other_networks_alone()
    {
        SkipWithoutUnits();
        float[] plain = await GradientOf(Plain), first = await GradientOf(Short);

        for (int i = 0; i < 10; i++)
        {
            float[][] both = await Task.WhenAll(GradientOf(Short), GradientOf(Plain));
            Assert.Equal(first, both[0]);
            Assert.Equal(plain, both[1]);
        }
    }

    // Copies of weights that are not forgotten after a step make it train on the weights that it began with.
    [Fact]
    public async Task It_learns_as_fast()
    {
        SkipWithoutUnits();

        float[] plain = await LossesOf(Plain), near = await LossesOf(Short);

        float reached = plain[^20..].Average();
        Assert.True(reached < plain[0] / 3, $"the loss fell from {plain[0]} to {reached} only");
        Assert.InRange(near[^20..].Average(), reached - plain[0] * 0.1f, reached + plain[0] * 0.1f);
    }

    [Fact]
    public void A_processor_that_cannot_is_refused_in_words()
    {
        if (MatrixUnits.HasAmx || MatrixUnits.HasAvx512)
        {
            using IReplica replica = fixture.Replica(Short);
            return;
        }

        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => fixture.Replica(Short));
        Assert.Contains("AVX512-BF16 or AMX", refused.Message, StringComparison.Ordinal);
    }

    private static void SkipWithoutUnits() =>
        Assert.SkipUnless(MatrixUnits.HasAmx || MatrixUnits.HasAvx512, "This processor has neither AVX512-BF16 nor AMX.");

    private async Task<float[]> GradientOf(Network network)
    {
        using IReplica replica = fixture.Replica(network);
        float[] gradient = new float[network.Layout.Length];
        await replica.ComputeGradient(Batch, gradient, Cancel);
        return gradient;
    }

    private async Task<float[]> LossesOf(Network network)
    {
        using IReplica replica = fixture.Replica(network);
        float[] gradient = new float[network.Layout.Length], losses = new float[300];
        for (int step = 0; step < losses.Length; step++)
        {
            losses[step] = (float)(await replica.ComputeGradient(Batch, gradient, Cancel)).Loss;
            for (int i = 0; i < gradient.Length; i++) replica.Parameters.Span[i] -= 0.03f * gradient[i];
        }

        return losses;
    }

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));
}
