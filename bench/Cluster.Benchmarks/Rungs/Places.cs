using Cluster.Models.Devices;
using Cluster.Models.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Benchmarks.Rungs;

/// <summary>Devices for rungs that use libtorch by hand: without the trainer's switches, but in float32 as the trainer's.</summary>
internal static class Places
{
    /// <summary>Makes libtorch ready.</summary>
    /// <exception cref="DeviceUnavailableException">The device is not there.</exception>
    public static Device Open(DeviceName name)
    {
        DeviceCatalog.OfThisMachine().Find(name);
        TorchRuntime.Initialize();
        set_num_threads(1);
        if (name.Gpu is not int number) return CPU;
        InitializeDeviceType(DeviceType.CUDA);
        backends.cuda.matmul.allow_tf32 = false;
        backends.cudnn.allow_tf32 = false;
        return new Device(DeviceType.CUDA, number);
    }

    /// <summary>Waits for what was begun there; on the processor nothing is left to wait for.</summary>
    public static void Finish(Device place)
    {
        if (place.type == DeviceType.CUDA) cuda.synchronize(place);
    }
}
