using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

public sealed class EquationTests(DeviceFixture fixture)
{
    public static TheoryData<string> Networks => ["bidirectional", "lstm", "wide"];

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Logits_follow_the_equations_step_by_step(string name)
    {
        Network network = Named(name);
        using IReplica replica = fixture.Replica(network, 3);
        SequenceBatch batch = Batches.Random(8, 9, 9, 1, 4, 7, 2);
        var reference = new ReferenceNetwork(network, Doubles(replica));

        float[] logits = await replica.Infer(batch, TestContext.Current.CancellationToken);

        for (int b = 0; b < batch.Count; b++)
        {
            double[] expected = reference.Logits(batch.Tokens.AsSpan(b * batch.Time, batch.Lengths[b]));
            for (int c = 0; c < Stack.Classes; c++) Assert.Equal(expected[c], logits[b * Stack.Classes + c], 2e-6);
        }
    }

    /// <summary>The slope of the reference's loss in float64, error about 1e-9, against the gradient in float32.</summary>
    [Theory]
    [InlineData("bidirectional")]
    [InlineData("lstm")]
    public async Task Gradients_are_the_slopes_of_the_loss(string name)
    {
        const double Nudge = 1e-5;
        Network network = Named(name);
        using IReplica replica = fixture.Replica(network, 4);
        SequenceBatch batch = Batches.Random(9, 5, 5, 3, 1);
        float[] gradient = new float[network.Layout.Length];
        double[] parameters = Doubles(replica);
        var reference = new ReferenceNetwork(network, parameters);

        LossSums sums = await replica.ComputeGradient(batch, gradient, TestContext.Current.CancellationToken);

        Assert.Equal(reference.Loss(batch), sums.Loss, 1e-5);
        foreach (ParameterEntry entry in network.Layout.Entries)
        {
            for (int i = entry.Offset; i < entry.Offset + entry.Shape.Count; i++)
            {
                double value = parameters[i];
                parameters[i] = value + Nudge;
                double above = reference.Loss(batch);
                parameters[i] = value - Nudge;
                double slope = (above - reference.Loss(batch)) / (2 * Nudge);
                parameters[i] = value;
                Assert.Equal(slope, gradient[i], 3e-6);
            }
        }
    }

    private static Network Named(string name) => name switch
    {
        "bidirectional" => Stack.Bidirectionals,
        "lstm" => Stack.Lstms,
        _ => Stack.Network(Stack.Embedding(17), Stack.Bidirectional(33, true), Stack.Dense(19), Stack.Lstm(21), Stack.Dense()),
    };

    private static double[] Doubles(IReplica replica) => [.. replica.Parameters.ToArray().Select(value => (double)value)];
}
