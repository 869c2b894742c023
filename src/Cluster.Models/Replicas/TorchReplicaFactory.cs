using Cluster.Models.Devices;
using Cluster.Models.Runtime;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using Precision = Cluster.V1.TrainingSpec.Types.Precision;

namespace Cluster.Models.Replicas;

/// <summary>Builds replicas that compute with libtorch on the lanes of a CPU device. The device stays the caller's to dispose.</summary>
/// <param name="device">Shared by all replicas.</param>
public sealed class TorchReplicaFactory(CpuDevice device) : IReplicaFactory
{
    /// <inheritdoc/>
    /// <returns>Such as <c>cpu-x64-avx512-amd/libtorch-2.10.0/float32</c>.</returns>
    public string NumericClassOf(Network network) => CpuNumericClass.Describe(network.Precision, Environment.GetEnvironmentVariable);

    /// <inheritdoc/>
    public IReplica Create(Network network)
    {
        if (network.Precision == Precision.Bf16) Autocast.ThrowIfUnsupported();
        return new TorchReplica(device, network);
    }
}
