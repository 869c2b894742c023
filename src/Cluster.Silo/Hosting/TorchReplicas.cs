using Cluster.Models.Devices;
using Cluster.Models.Replicas;
using Cluster.Training.Replicas;

namespace Cluster.Silo.Hosting;

/// <summary>Lets a silo compute with libtorch on the processor.</summary>
internal static class TorchReplicas
{
    /// <summary>Registers the device and the replicas that compute on it.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="lanes">Compute threads.</param>
    public static void AddTorchReplicas(this IServiceCollection services, int lanes)
    {
        services.AddSingleton(_ => new CpuDevice(lanes));
        services.AddSingleton<IReplicaFactory, TorchReplicaFactory>();
    }
}
