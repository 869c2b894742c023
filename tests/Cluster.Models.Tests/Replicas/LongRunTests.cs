using System.Globalization;
using Cluster.Models.Devices;
using Cluster.Models.Replicas;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using TorchSharp;

namespace Cluster.Models.Tests.Replicas;

/// <summary>
/// Many steps leave the process as it is. CLUSTER_MEMORY_STEPS=2000 in the environment makes the run longer than the usual 600 steps.
/// </summary>
[Collection(nameof(MemoryTests))]
public sealed class LongRunTests
{
    private const int Settled = 500;
    private const long Tolerance = 16 << 20;

    public static TheoryData<string> Layers =>
    [
        """{"bidirectional": {"lstm": {"units": 10, "returnSequences": true} } }, {"bidirectional": {"lstm": {"units": 10} } }""",
        """{"bidirectional": {"lstm": {"units": 10, "recurrentDropout": 0.2} } }""",
        """{"gru": {"units": 10, "returnSequences": true} }, {"bidirectional": {"gru": {"units": 10}, "merge": "MUL"} }""",
        """{"simpleRnn": {"units": 10, "returnSequences": true} }, {"simpleRnn": {"units": 10, "goBackwards": true} }""",
    ];

    private static int Steps => int.Parse(
        Environment.GetEnvironmentVariable("CLUSTER_MEMORY_STEPS") ?? "600", CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task Steps_leave_no_tensor_behind_and_the_process_does_not_grow(string layers)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Network network = Stack.Numbers(10, 5, $$"""{"layers": [{{layers}}, {"dropout": {"rate": 0.1} }, {"dense": {} }]}""");
        using var device = new CpuDevice(1);
        using IReplica replica = new TorchReplicaFactory(device).Create(network);
        network.Layout.Initialize(1, replica.Parameters.Span);
        float[] gradient = new float[network.Layout.Length];
        SequenceBatch[] batches = [.. Enumerable.Range(5, 20).Select(time => Batches.Numbers(
            (ulong)time, time, features: 10, outputs: 5, [.. Enumerable.Range(0, 32).Select(b => 1 + b % time)]))];
        long tensors = 0;
        long resident = 0;

        for (int step = 0; step < Steps; step++)
        {
            if (step == 1) tensors = torch.Tensor.TotalCount;
            if (step == Settled) resident = Resident();
            await replica.ComputeGradient(batches[step % batches.Length], gradient, cancel);
        }

        Assert.Equal(tensors, torch.Tensor.TotalCount);
        Assert.InRange(Resident() - resident, long.MinValue, Tolerance);
    }

    /// <summary>Resident set in bytes: field 2 of /proc/self/statm, in pages of 4 KiB.</summary>
    private static long Resident() => 4096 * long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture);
}
