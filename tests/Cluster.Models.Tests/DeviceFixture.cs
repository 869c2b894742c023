using Cluster.Models.Devices;
using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

[assembly: AssemblyFixture(typeof(Cluster.Models.Tests.DeviceFixture))]

namespace Cluster.Models.Tests;

/// <summary>One device with two lanes for all tests, as one process has.</summary>
public sealed class DeviceFixture : IDisposable
{
    public CpuDevice Device { get; } = new(2);

    public void Dispose() => Device.Dispose();

    /// <summary>A replica with fresh weights of the given seed.</summary>
    public IReplica Replica(Network network, uint seed = 1)
    {
        IReplica replica = new TorchReplicaFactory(Device).Create(network);
        network.Layout.Initialize(seed, replica.Parameters.Span);
        return replica;
    }
}
