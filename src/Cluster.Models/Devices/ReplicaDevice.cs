using Cluster.Models.Replicas;
using Cluster.Training.Replicas;

namespace Cluster.Models.Devices;

/// <summary>The one device of a silo, opened.</summary>
public sealed class ReplicaDevice : IDisposable
{
    private readonly IDisposable _device;

    private ReplicaDevice(DeviceInfo info, IDisposable device, IReplicaFactory replicas)
    {
        Info = info;
        _device = device;
        Replicas = replicas;
    }

    /// <summary>What it is.</summary>
    public DeviceInfo Info { get; }

    /// <summary>Builds replicas that compute on it.</summary>
    public IReplicaFactory Replicas { get; }

    /// <summary>Opens a device.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="lanes">Compute threads if it is the processor, at least 1; a GPU is fed by one thread.</param>
    /// <exception cref="DeviceUnavailableException">It is not there, or cannot be used; says why. No other device takes its place.</exception>
    /// <exception cref="Runtime.TorchLoadException">libtorch does not load on this machine.</exception>
    public static ReplicaDevice Open(DeviceName name, int lanes)
    {
        DeviceInfo info = DeviceCatalog.OfThisMachine().Find(name);
        if (info.Gpu is { } gpu)
        {
            Accelerator accelerator = Accelerator.Open(gpu);
            return new ReplicaDevice(info, accelerator, new AcceleratedReplicaFactory(accelerator));
        }

        var processor = new CpuDevice(lanes);
        return new ReplicaDevice(info, processor, new TorchReplicaFactory(processor));
    }

    /// <summary>Finishes what is in progress, fails what waits, and closes the device.</summary>
    public void Dispose() => _device.Dispose();
}
