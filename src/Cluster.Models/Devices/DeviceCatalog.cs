using System.Globalization;
using System.Runtime.InteropServices;

namespace Cluster.Models.Devices;

/// <summary>The devices of this machine: the processor, whose cores are one device, and each GPU that the process sees.</summary>
public sealed class DeviceCatalog
{
    private readonly string _noGpu;

    internal DeviceCatalog(IGpuDriver driver)
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string processor = string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");
        IEnumerable<DeviceInfo> gpus = driver.List(out _noGpu)
            .Select(gpu => new DeviceInfo(new DeviceName(gpu.Number), gpu.Model, gpu.MemoryBytes, gpu));
        Devices = [new DeviceInfo(DeviceName.Cpu, processor, memory, Gpu: null), .. gpus];
    }

    /// <summary>All devices, the processor first.</summary>
    public IReadOnlyList<DeviceInfo> Devices { get; }

    /// <summary>Asks the machine. Loads no libtorch.</summary>
    public static DeviceCatalog OfThisMachine() => new(new CudaDriver());

    /// <summary>Finds a device.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="DeviceUnavailableException">It is not there; says why.</exception>
    public DeviceInfo Find(DeviceName name)
    {
        if (Devices.FirstOrDefault(device => device.Name == name) is { } found) return found;
        int gpus = Devices.Count - 1;
        throw new DeviceUnavailableException(gpus == 0
            ? $"no CUDA device: {_noGpu}"
            : string.Create(CultureInfo.InvariantCulture, $"no CUDA device {name}: there {(gpus == 1 ? "is" : "are")} {gpus}, numbered from 0"));
    }
}
