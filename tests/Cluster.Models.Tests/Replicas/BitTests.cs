using Cluster.Models.Devices;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

/// <summary>The gradient is a pure function of parameters and batch, to the last bit.</summary>
public sealed class BitTests(DeviceFixture fixture)
{
    private static readonly Network Wide = Stack.Network(
        Stack.Embedding(32), Stack.Bidirectional(48, true), Stack.Dropout(0.3f), Stack.Bidirectional(40), Stack.Dense());

    private static readonly SequenceBatch Batch = Batches.Random(7, 13, 13, 1, 9, 5, 12, 12, 3);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_lanes_give_the_same_bits()
    {
        using var device = new CpuDevice(2);
        using IReplica replica = new Models.Replicas.TorchReplicaFactory(device).Create(Wide);
        Wide.Layout.Initialize(1, replica.Parameters.Span);

        float[] first = await OnlyOn(0, device, replica);
        float[] second = await OnlyOn(1, device, replica);

        Assert.Equal(first, second);
        Assert.Contains(first, value => value != 0);
    }

    // A BLAS may add in another order where its input does not begin at a multiple of 64 bytes, and managed arrays begin at any
    // multiple of 8: numbers that reach a matrix product must lie in memory of torch's own.
    [Theory]
    [InlineData("simpleRnn", 8)]
    [InlineData("gru", 8)]
    [InlineData("lstm", 8)]
    [InlineData("dense", 8)]
    public async Task Where_the_numbers_of_a_batch_lie_in_memory_changes_no_bit(string layer, int units)
    {
        string settings = layer == "dense" ? $"{{\"units\": {units}}}" : $"{{\"units\": {units}, \"returnSequences\": true}}";
        Network network = Stack.Numbers(
            4, 3, $"{{\"layers\": [{{\"{layer}\": {settings}}}, {{\"pooling\": {{\"kind\": \"LAST\"}}}}, {{\"dense\": {{}}}}]}}");
        using IReplica replica = fixture.Replica(network);
        int[] lengths = [.. Enumerable.Range(0, 32).Select(i => 4 + i % 9)];
        SequenceBatch batch = Batches.Numbers(3, 12, 4, 3, lengths);
        float[] expected = new float[network.Layout.Length], gradient = new float[network.Layout.Length];
        await replica.ComputeGradient(batch, expected, Cancel);
        var between = new List<byte[]>();
        for (int i = 0; i < 200; i++)
        {
            between.Add(new byte[8 * (i % 8) + 1]);
            await replica.ComputeGradient(batch, gradient, Cancel);
            Assert.Equal(expected, gradient);
        }

        Assert.Equal(200, between.Count);
    }

    [Fact]
    public async Task Repetition_and_other_work_at_the_same_time_change_no_bit()
    {
        using IReplica replica = fixture.Replica(Wide);
        using IReplica other = fixture.Replica(Stack.Dropouts, 9);
        float[] expected = new float[Wide.Layout.Length];
        LossSums expectedSums = await replica.ComputeGradient(Batch, expected, Cancel);

        var running = new List<(Task<LossSums> Sums, float[] Gradient)>();
        var others = new List<Task>();
        for (int i = 0; i < 20; i++)
        {
            float[] gradient = new float[Wide.Layout.Length];
            running.Add((replica.ComputeGradient(Batch, gradient, Cancel), gradient));
            others.Add(other.ComputeGradient(Batches.Random((ulong)i, 4 + i, 4, 1 + i), new float[other.Layout.Length], Cancel));
            others.Add(replica.Infer(Batch, Cancel));
        }

        foreach ((Task<LossSums> sums, float[] gradient) in running)
        {
            Assert.Equal(expectedSums, await sums);
            Assert.Equal(expected, gradient);
        }

        await Task.WhenAll(others);
    }

    [Fact]
    public async Task Another_replica_with_the_same_parameters_gives_the_same_bits()
    {
        using IReplica one = fixture.Replica(Wide, 5);
        using IReplica two = fixture.Replica(Wide, 6);
        one.Parameters.CopyTo(two.Parameters);
        float[] first = new float[Wide.Layout.Length];
        float[] second = new float[Wide.Layout.Length];

        await one.ComputeGradient(Batch, first, Cancel);
        await two.ComputeGradient(Batch, second, Cancel);

        Assert.Equal(first, second);
    }

    /// <summary>Both lanes wait; then only the given one goes on, so it must take the batch.</summary>
    private static async Task<float[]> OnlyOn(int lane, CpuDevice device, IReplica replica)
    {
        using var arrived = new CountdownEvent(2);
        using var goOn = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        int Block(int own)
        {
            arrived.Signal();
            (own == lane ? goOn : done).Wait(Cancel);
            return own;
        }

        Task<int>[] blocked = [device.Run(Block, Cancel), device.Run(Block, Cancel)];
        float[] gradient = new float[replica.Layout.Length];
        Task<LossSums> computed = replica.ComputeGradient(Batch, gradient, Cancel);
        Task<int> follower = device.Run(own => own, Cancel);
        arrived.Wait(Cancel);
        goOn.Set();
        await computed;
        Assert.Equal(lane, await follower);
        done.Set();
        await Task.WhenAll(blocked);
        return gradient;
    }
}
