using System.Runtime.InteropServices;
using Cluster.Models.Replicas;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

public sealed class TorchReplicaTests(DeviceFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int[], int[], int[], int, string> Malformed => new()
    {
        { [], [], [], 1, "The batch is empty." },
        { [1, 2, 3], [2, 2], [0, 0], 2, "3 tokens are not 2 x 2." },
        { [1, 2, 3, 4], [2, 0], [0, 0], 2, "Length 0 is not in 1..2." },
        { [1, 2, 3, 4], [3, 2], [0, 0], 2, "Length 3 is not in 1..2." },
        { [1, 2, 3, 7], [2, 2], [0, 0], 2, "Token 7 is not in 0..6." },
        { [1, 2, 3, -1], [2, 2], [0, 0], 2, "Token -1 is not in 0..6." },
        { [1, 2, 3, 4], [2, 2], [0], 2, "1 targets are not one for each of 2 sequences." },
        { [1, 2, 3, 4], [2, 2], [0, 5], 2, "Label 5 is not in 0..4." },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_batch_is_refused(int[] tokens, int[] lengths, int[] labels, int time, string message)
    {
        using IReplica replica = fixture.Replica(Stack.Lstms);
        SequenceBatch batch = Batches.Of(tokens, lengths, labels, time, 0);

        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => replica.ComputeGradient(batch, new float[replica.Layout.Length], Cancel));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gradient_of_another_length_is_refused()
    {
        using IReplica replica = fixture.Replica(Stack.Lstms);

        await Assert.ThrowsAsync<ArgumentException>(() => replica.ComputeGradient(Batches.Random(1, 2, 2), new float[16], Cancel));
    }

    [Fact]
    public async Task Labels_are_not_read_for_inference()
    {
        using IReplica replica = fixture.Replica(Stack.Lstms);

        float[] logits = await replica.Infer(Batches.Random(1, 3, 3, 2) with { Targets = Batches.Targets() }, Cancel);

        Assert.Equal(2 * Stack.Classes, logits.Length);
    }

    [Fact]
    public async Task Writing_the_parameters_is_seen_by_every_lane()
    {
        using IReplica replica = fixture.Replica(Stack.Lstms);
        SequenceBatch batch = Batches.Random(1, 3, 3, 2);
        float[] before = await replica.Infer(batch, Cancel);

        ParameterEntry bias = replica.Layout.Entries[^1];
        replica.Parameters.Span[bias.Offset] += 1;
        float[][] after = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => replica.Infer(batch, Cancel)));

        Assert.All(after, logits =>
        {
            Assert.Equal(before[0] + 1, logits[0], 1e-6f);
            Assert.Equal(before[1], logits[1]);
        });
    }

    [Fact]
    public unsafe void Parameters_begin_zero_at_a_multiple_of_64_bytes()
    {
        using IReplica replica = new TorchReplicaFactory(fixture.Device).Create(Stack.Lstms);

        Assert.Equal(replica.Layout.Length, replica.Parameters.Length);
        Assert.All(replica.Parameters.ToArray(), value => Assert.Equal(0f, value));
        fixed (float* first = &MemoryMarshal.GetReference(replica.Parameters.Span)) Assert.Equal(0u, (nuint)first % 64);
    }
}
