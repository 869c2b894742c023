using Cluster.Models.Replicas;
using Cluster.Models.Tests.Goldens;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using Precision = Cluster.V1.TrainingSpec.Types.Precision;

namespace Cluster.Models.Tests.Replicas;

/// <summary>Replicas on a device with memory of its own: on a GPU where there is one, and always on the processor treated as one.</summary>
public sealed class AcceleratedReplicaTests(AcceleratorFixture accelerators, DeviceFixture fixture)
{
    private static readonly Network Wide = Stack.Network(
        Stack.Embedding(32), Stack.Bidirectional(48, true), Stack.Dropout(0.3f), Stack.Bidirectional(40), Stack.Dense());

    private static readonly SequenceBatch Batch = Batches.Random(7, 13, 13, 1, 9, 5, 12, 12, 3);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(AcceleratorFixture.Devices), MemberType = typeof(AcceleratorFixture))]
    public async Task Outputs_loss_and_gradients_of_all_layers_agree_with_PyTorch(string device)
    {
        AcceleratedReplicaFactory factory = new(accelerators.On(device));
        foreach (string name in LayerCase.Names.Select(row => row.Data))
        {
            using IReplica replica = factory.Create(LayerCase.Of(name).Network());
            await GoldenCheck.Agrees(LayerCase.Of(name), replica, Cancel);
        }
    }

    [Theory]
    [MemberData(nameof(AcceleratorFixture.Devices), MemberType = typeof(AcceleratorFixture))]
    public async Task Repetition_and_other_replicas_change_no_bit(string device)
    {
        using IReplica replica = accelerators.Replica(device, Wide);
        using IReplica other = accelerators.Replica(device, Stack.Dropouts, 9);
        (LossSums expected, float[] expectedGradient) = await Gradient(replica, Batch);
        using IReplica again = accelerators.Replica(device, Wide, 2);
        replica.Parameters.CopyTo(again.Parameters);

        Task<(LossSums Sums, float[] Gradient)>[] runs = [.. Enumerable.Range(0, 10).Select(i => Gradient(i % 2 == 0 ? replica : again, Batch))];
        Task[] beside = [.. Enumerable.Range(0, 10).Select(i => Gradient(other, Batches.Random((ulong)i, 4 + i, 4, 1 + i)))];

        foreach (Task<(LossSums Sums, float[] Gradient)> run in runs)
        {
            Assert.Equal(expected, (await run).Sums);
            Assert.Equal(expectedGradient, (await run).Gradient);
        }

        await Task.WhenAll(beside);
        Assert.Contains(expectedGradient, value => value != 0);
    }

    [Fact]
    public async Task On_the_processor_it_gives_the_bits_of_a_plain_replica()
    {
        foreach (string name in LayerCase.Names.Select(row => row.Data))
        {
            Network network = LayerCase.Of(name).Network();
            using IReplica plain = fixture.Replica(network);
            using IReplica there = accelerators.Replica("cpu", network);

            (LossSums expected, float[] expectedGradient) = await Gradient(plain, LayerCase.Of(name).Batch);
            (LossSums sums, float[] gradient) = await Gradient(there, LayerCase.Of(name).Batch);

            Assert.Equal((name, expected), (name, sums));
            Assert.Equal(expectedGradient, gradient);
            Assert.Equal(await plain.Infer(LayerCase.Of(name).Batch, Cancel), await there.Infer(LayerCase.Of(name).Batch, Cancel));
        }
    }

    [Theory]
    [MemberData(nameof(AcceleratorFixture.Devices), MemberType = typeof(AcceleratorFixture))]
    public async Task What_is_written_between_batches_is_there_at_the_next_one(string device)
    {
        using IReplica replica = accelerators.Replica(device, Stack.Lstms);
        ParameterEntry bias = replica.Layout.Entries[^1];
        float[] before = await replica.Infer(Batch, Cancel);

        for (int added = 1; added <= 3; added++)
        {
            replica.Parameters.Span[bias.Offset] += 1;
            float[] after = await replica.Infer(Batch, Cancel);
            Assert.Equal(before[0] + added, after[0], 1e-5f);
            Assert.Equal(before[1], after[1]);
        }
    }

    [Theory]
    [MemberData(nameof(AcceleratorFixture.Devices), MemberType = typeof(AcceleratorFixture))]
    public async Task Networks_of_other_sizes_leave_nothing_in_each_others_gradients(string device)
    {
        using IReplica small = accelerators.Replica(device, Stack.Lstms);
        (_, float[] expected) = await Gradient(small, Batch);
        using IReplica large = accelerators.Replica(device, Wide);
        await Gradient(large, Batch);

        Assert.Equal(expected, (await Gradient(small, Batch)).Gradient);
    }

    [Theory]
    [MemberData(nameof(AcceleratorFixture.Devices), MemberType = typeof(AcceleratorFixture))]
    public async Task Parameters_can_be_read_after_the_replica_is_gone(string device)
    {
        IReplica replica = accelerators.Replica(device, Stack.Lstms);
        Memory<float> parameters = replica.Parameters;
        float[] before = parameters.ToArray();

        Task<(LossSums, float[])> computed = Gradient(replica, Batch);
        replica.Dispose();
        await computed;

        Assert.Equal(before, parameters.ToArray());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => replica.Infer(Batch, Cancel));
    }

    [Fact]
    public void Sixteen_bits_are_refused_with_a_sentence()
    {
        AcceleratedReplicaFactory factory = new(accelerators.On("cpu"));

        Assert.Equal(
            "precision BF16 is for processors, and this silo computes on a GPU; use FLOAT32",
            Assert.Throws<NotSupportedException>(() => factory.Create(Stack.Lstms.ComputedIn(Precision.Bf16))).Message);
    }

    private static async Task<(LossSums Sums, float[] Gradient)> Gradient(IReplica replica, SequenceBatch batch)
    {
        float[] gradient = new float[replica.Layout.Length];
        LossSums sums = await replica.ComputeGradient(batch, gradient, Cancel);
        return (sums, gradient);
    }
}
