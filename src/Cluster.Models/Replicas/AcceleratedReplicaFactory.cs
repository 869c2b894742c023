using Cluster.Models.Devices;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using Precision = Cluster.V1.TrainingSpec.Types.Precision;

namespace Cluster.Models.Replicas;

/// <summary>Builds replicas that compute on an accelerator. The device stays the caller's to dispose.</summary>
/// <param name="device">Shared by all replicas.</param>
public sealed class AcceleratedReplicaFactory(Accelerator device) : IReplicaFactory
{
    /// <inheritdoc/>
    /// <returns>Such as <c>cuda-sm90-132/libtorch-2.10.0/cuda-12.8/cudnn-9.10.2/float32</c>.</returns>
    public string NumericClassOf(Network network) => device.NumericClass;

    /// <inheritdoc/>
    public IReplica Create(Network network) => network.Precision != Precision.Bf16
        ? new TorchReplica(device, network)
        : throw new NotSupportedException("precision BF16 is for processors, and this silo computes on a GPU; use FLOAT32");
}
