using Cluster.Models.Tests.Goldens;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Randomness;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Equations;

/// <summary>Every layer and every loss against float64 loops of their equations, with weights other than those of the goldens.</summary>
public sealed class EquationTests(DeviceFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(LayerCase.Names), MemberType = typeof(LayerCase))]
    public async Task Outputs_and_loss_follow_the_equations_step_by_step(string name)
    {
        Network network = LayerCase.Of(name).Network();
        using IReplica replica = Replica(network);
        SequenceBatch batch = LayerCase.Of(name).Batch;
        var reference = new ReferenceNetwork(network, Doubles(replica));

        float[] outputs = Rows.Valid(await replica.Infer(batch, Cancel), network, batch);
        LossSums sums = await replica.ComputeGradient(batch, new float[network.Layout.Length], Cancel);

        double[] expected = [.. Enumerable.Range(0, batch.Count).SelectMany(b => reference.Outputs(batch, b)).SelectMany(row => row)];
        Assert.Equal(expected.Length, outputs.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], outputs[i], 2e-6);
        Assert.Equal(reference.Loss(batch), sums.Loss, 1e-5);
    }

    /// <summary>The slope of the reference's loss in float64, error about 1e-9, against the gradient in float32.</summary>
    [Theory]
    [MemberData(nameof(LayerCase.Names), MemberType = typeof(LayerCase))]
    public async Task Gradients_are_the_slopes_of_the_loss(string name)
    {
        Network network = LayerCase.Of(name).Network();
        using IReplica replica = Replica(network);
        SequenceBatch batch = LayerCase.Of(name).Batch;
        float[] gradient = new float[network.Layout.Length];
        double[] parameters = Doubles(replica);
        var reference = new ReferenceNetwork(network, parameters);

        await replica.ComputeGradient(batch, gradient, Cancel);

        AssertSlopes(network, parameters, () => reference.Loss(batch), gradient);
    }

    [Theory]
    [InlineData("lstm", false)]
    [InlineData("lstm", true)]
    [InlineData("gru", false)]
    [InlineData("gru", true)]
    [InlineData("simpleRnn", false)]
    [InlineData("simpleRnn", true)]
    public async Task Recurrent_dropout_keeps_one_mask_for_all_steps_of_a_sequence(string cell, bool bidirectional)
    {
        string settings = $$"""{"{{cell}}": {"units": 4, "returnSequences": true, "dropout": 0.4, "recurrentDropout": 0.5} }""";
        string layer = bidirectional ? $$"""{"bidirectional": {{settings}} }""" : settings;
        Network network = Stack.Numbers(2, 3, $$"""{"layers": [{{layer}}, {"pooling": {"kind": "MEAN"} }, {"dense": {} }]}""");
        using IReplica replica = Replica(network);
        SequenceBatch batch = Batches.Numbers(11, 7, features: 2, outputs: 3, 5, 7, 1, 3);
        float[] gradient = new float[network.Layout.Length];
        double[] parameters = Doubles(replica);
        var reference = new ReferenceNetwork(network, parameters, new ReferenceMasks(network, batch.Count, batch.DropoutKey));

        LossSums sums = await replica.ComputeGradient(batch, gradient, Cancel);

        Assert.Equal(reference.Loss(batch), sums.Loss, 1e-5);
        AssertSlopes(network, parameters, () => reference.Loss(batch), gradient);
    }

    /// <summary>A rate so small that no value is dropped: the loop over steps against PyTorch's own module.</summary>
    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("simpleRnn")]
    public async Task The_loop_over_steps_agrees_with_the_fused_layer(string cell)
    {
        SequenceBatch batch = Batches.Numbers(12, 9, features: 5, outputs: 3, 9, 2, 6);
        float[] fused = await Gradient(0);
        float[] looped = await Gradient(1e-12f);

        for (int i = 0; i < fused.Length; i++) Assert.Equal(fused[i], looped[i], 1e-5f);

        async Task<float[]> Gradient(float rate)
        {
            Network network = Stack.Numbers(5, 3, FormattableString.Invariant(
                $$"""{"layers": [{"{{cell}}": {"units": 17, "recurrentDropout": {{rate}} } }, {"dense": {} }]}"""));
            using IReplica replica = Replica(network);
            float[] gradient = new float[network.Layout.Length];
            await replica.ComputeGradient(batch, gradient, Cancel);
            return gradient;
        }
    }

    private static void AssertSlopes(Network network, double[] parameters, Func<double> loss, float[] gradient)
    {
        const double Nudge = 1e-5;
        double tolerance = 3e-6 * Math.Max(1, gradient.Max(Math.Abs));
        foreach (ParameterEntry entry in network.Layout.Entries)
        {
            for (int i = entry.Offset; i < entry.Offset + entry.Shape.Count; i++)
            {
                double value = parameters[i];
                parameters[i] = value + Nudge;
                double above = loss();
                parameters[i] = value - Nudge;
                double slope = (above - loss()) / (2 * Nudge);
                parameters[i] = value;
                Assert.Equal(slope, gradient[i], tolerance);
            }
        }
    }

    /// <summary>First values, and something on the biases too: they begin with zeros.</summary>
    private IReplica Replica(Network network)
    {
        IReplica replica = fixture.Replica(network, 3);
        var random = new CounterRandom(6);
        foreach (ParameterEntry entry in network.Layout.Entries)
        {
            foreach (ref float value in replica.Parameters.Span.Slice(entry.Offset, entry.Shape.Count))
                value += 0.3f * (float)random.NextNormal();
        }

        return replica;
    }

    private static double[] Doubles(IReplica replica) => [.. replica.Parameters.ToArray().Select(value => (double)value)];
}
