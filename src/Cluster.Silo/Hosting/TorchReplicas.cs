using Cluster.Models.Devices;
using Cluster.Training.Replicas;

namespace Cluster.Silo.Hosting;

/// <summary>Lets a silo compute with libtorch on its device.</summary>
internal static partial class TorchReplicas
{
    /// <summary>Registers the device and the replicas that compute on it.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="settings">Checked settings: the device, and the compute threads of a processor.</param>
    public static void AddTorchReplicas(this IServiceCollection services, SiloSettings settings)
    {
        services.AddSingleton(provider => Open(settings, provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TorchReplicas))));
        services.AddSingleton<IReplicaFactory>(provider => provider.GetRequiredService<ReplicaDevice>().Replicas);
    }

    private static ReplicaDevice Open(SiloSettings settings, ILogger logger)
    {
        var device = ReplicaDevice.Open(DeviceName.Parse(settings.Device), settings.Lanes);
        LogDevice(logger, device.Info);
        return device;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Computes on {Device}")]
    private static partial void LogDevice(ILogger logger, DeviceInfo device);
}
