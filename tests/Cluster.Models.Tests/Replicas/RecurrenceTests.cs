using Cluster.Models.Devices;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

/// <summary>What all recurrent layers promise beyond their equations.</summary>
public sealed class RecurrenceTests(DeviceFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cells => ["lstm", "gru", "simpleRnn"];

    /// <summary>Keras' rule: the forward state at the last valid step beside the backward state at step 0.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public async Task The_last_output_of_a_bidirectional_layer_is_where_each_direction_ends(string cell)
    {
        const int Units = 3;
        Network last = Stack.Numbers(2, 2 * Units, $$"""{"layers": [{"bidirectional": {"{{cell}}": {"units": 3} } }]}""");
        Network every = Stack.Numbers(
            2, 2 * Units, $$"""{"layers": [{"bidirectional": {"{{cell}}": {"units": 3, "returnSequences": true} } }]}""", perStep: true);
        using IReplica lasts = fixture.Replica(last, 8);
        using IReplica everys = fixture.Replica(every, 8);
        SequenceBatch batch = Batches.Numbers(21, 6, features: 2, outputs: 2 * Units, 4, 6, 1, 3);

        float[] ends = await lasts.Infer(batch, Cancel);
        float[] steps = await everys.Infer(batch, Cancel);

        for (int b = 0; b < batch.Count; b++)
        {
            int first = b * batch.Time * 2 * Units;
            int final = first + (batch.Lengths[b] - 1) * 2 * Units;
            Assert.Equal(steps[final..(final + Units)], ends[(b * 2 * Units)..(b * 2 * Units + Units)]);
            Assert.Equal(steps[(first + Units)..(first + 2 * Units)], ends[(b * 2 * Units + Units)..((b + 1) * 2 * Units)]);
        }
    }

    /// <summary>Backwards over a sequence is forwards over the reversed one; states come out in the order of computation.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Going_backwards_reads_each_sequence_from_its_last_valid_step(string cell)
    {
        Network forwards = Stack.Numbers(1, 2, $$"""{"layers": [{"{{cell}}": {"units": 2, "returnSequences": true} }]}""", perStep: true);
        Network backwards = Stack.Numbers(
            1, 2, $$"""{"layers": [{"{{cell}}": {"units": 2, "returnSequences": true, "goBackwards": true} }]}""", perStep: true);
        using IReplica forward = fixture.Replica(forwards, 8);
        using IReplica backward = fixture.Replica(backwards, 8);
        SequenceBatch batch = Batches.Numbers(1, 3, features: 1, outputs: 2, 3, 2) with { Features = [1, 2, 3, 4, 5, 0] };

        float[] expected = await forward.Infer(batch with { Features = [3, 2, 1, 5, 4, 0] }, Cancel);
        float[] actual = await backward.Infer(batch, Cancel);

        Assert.Equal(expected[..10], actual[..10]);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Dropped_layers_give_the_same_bits_on_every_lane_and_in_every_replica(string cell)
    {
        Network network = Stack.Numbers(4, 3, $$"""
            {"layers": [
              {"bidirectional": {"{{cell}}": {"units": 20, "returnSequences": true, "recurrentDropout": 0.3, "dropout": 0.2} } },
              {"layerNormalization": {} }, {"dropout": {"rate": 0.25} }, {"{{cell}}": {"units": 17} }, {"dense": {} }]}
            """);
        SequenceBatch batch = Batches.Numbers(3, 12, features: 4, outputs: 3, 12, 5, 1, 9, 9);
        using var device = new CpuDevice(1);
        using IReplica one = new Models.Replicas.TorchReplicaFactory(device).Create(network);
        using IReplica two = fixture.Replica(network, 5);
        two.Parameters.CopyTo(one.Parameters);
        float[] expected = new float[network.Layout.Length];
        float[][] gradients = [.. Enumerable.Range(0, 12).Select(_ => new float[network.Layout.Length])];

        LossSums sums = await one.ComputeGradient(batch, expected, Cancel);
        LossSums[] others = await Task.WhenAll(gradients.Select(gradient => two.ComputeGradient(batch, gradient, Cancel)));

        Assert.Contains(expected, value => value != 0);
        Assert.All(others, other => Assert.Equal(sums, other));
        Assert.All(gradients, gradient => Assert.Equal(expected, gradient));
        await two.ComputeGradient(batch with { DropoutKey = 4 }, gradients[0], Cancel);
        Assert.NotEqual(expected, gradients[0]);
    }

    [Theory]
    [InlineData("dropout")]
    [InlineData("recurrentDropout")]
    public async Task Inference_drops_nothing(string rate)
    {
        Network network = Stack.Numbers(2, 3, $$"""{"layers": [{"gru": {"units": 3, "{{rate}}": 0.5} }]}""");
        Network without = Stack.Numbers(2, 3, """{"layers": [{"gru": {"units": 3} }]}""");
        SequenceBatch batch = Batches.Numbers(3, 5, features: 2, outputs: 3, 5, 2);
        using IReplica replica = fixture.Replica(network);
        using IReplica plain = fixture.Replica(without);

        Assert.Equal(await plain.Infer(batch, Cancel), await replica.Infer(batch, Cancel));
    }
}
