using Cluster.Models.Devices;
using Cluster.Models.Replicas;
using Cluster.Training.Data;
using Cluster.Training.Replicas;
using TorchSharp;

namespace Cluster.Models.Tests.Replicas;

/// <summary>Counts the tensors of the whole process, so nothing may run beside it.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_batches_leave_no_tensor_behind()
    {
        using var device = new CpuDevice(1);
        using IReplica replica = new TorchReplicaFactory(device).Create(Stack.Dropouts);
        Stack.Dropouts.Layout.Initialize(1, replica.Parameters.Span);
        SequenceBatch batch = Batches.Random(1, 6, 4, 6, 1, 3);
        float[] gradient = new float[replica.Layout.Length];
        await replica.ComputeGradient(batch, gradient, Cancel);
        await replica.Infer(batch, Cancel);
        long before = torch.Tensor.TotalCount;

        for (int i = 0; i < 500; i++)
        {
            await replica.ComputeGradient(batch, gradient, Cancel);
            await replica.Infer(batch, Cancel);
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public async Task A_disposed_replica_leaves_no_tensor_behind()
    {
        using var device = new CpuDevice(1);
        var factory = new TorchReplicaFactory(device);
        SequenceBatch batch = Batches.Random(1, 6, 4, 6, 1, 3);
        long before = torch.Tensor.TotalCount;

        using (IReplica replica = factory.Create(Stack.Dropouts))
        {
            await replica.Infer(batch, Cancel);
            Assert.True(torch.Tensor.TotalCount > before);
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public async Task A_device_with_memory_of_its_own_leaves_no_tensor_behind()
    {
        long before = torch.Tensor.TotalCount;
        SequenceBatch batch = Batches.Random(1, 6, 4, 6, 1, 3);

        using (var device = new Accelerator(torch.CPU, "as-a-gpu"))
        {
            for (int i = 0; i < 10; i++)
            {
                using IReplica replica = new AcceleratedReplicaFactory(device).Create(Stack.Dropouts);
                await replica.ComputeGradient(batch, new float[replica.Layout.Length], Cancel);
                await replica.Infer(batch, Cancel);
            }
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public async Task Disposing_waits_for_batches_in_flight_and_keeps_the_parameters_readable()
    {
        using var device = new CpuDevice(1);
        long before = torch.Tensor.TotalCount;
        IReplica replica = new TorchReplicaFactory(device).Create(Stack.Bidirectionals);
        Stack.Bidirectionals.Layout.Initialize(1, replica.Parameters.Span);
        float[] parameters = replica.Parameters.ToArray();
        float[] gradient = new float[replica.Layout.Length];

        Task<LossSums> computed = replica.ComputeGradient(Batches.Random(1, 6, 4, 6, 1, 3), gradient, Cancel);
        replica.Dispose();
        replica.Dispose();

        Assert.Equal(4, (await computed).Targets);
        Assert.Equal(parameters, replica.Parameters.ToArray());
        Assert.Equal(before, torch.Tensor.TotalCount);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => replica.Infer(Batches.Random(1, 2, 2), Cancel));
    }
}
