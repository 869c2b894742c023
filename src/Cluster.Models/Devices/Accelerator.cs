using Cluster.Models.Replicas;
using Cluster.Models.Runtime;
using TorchSharp;

namespace Cluster.Models.Devices;

/// <summary>
/// A device with memory of its own, fed by one thread: a GPU takes one operation after another anyway. Parameters are copied there when they were
/// written, batches when they are computed; of a gradient one flat vector comes back.
/// </summary>
public sealed class Accelerator : IDisposable
{
    /// <param name="place">Where libtorch computes. With the processor itself everything but its speed is as on a GPU: so tests run it.</param>
    /// <param name="numericClass">What bits may depend on.</param>
    internal Accelerator(torch.Device place, string numericClass)
    {
        Feeder = new CpuDevice(lanes: 1);
        Place = place;
        NumericClass = numericClass;
        Staging = new GradientStaging(place);
    }

    /// <summary>What bits may depend on; it computes in float32 only.</summary>
    public string NumericClass { get; }

    /// <summary>The thread that issues all operations.</summary>
    internal CpuDevice Feeder { get; }

    /// <summary>Where libtorch computes.</summary>
    internal torch.Device Place { get; }

    /// <summary>How gradients come back; used by the feeding thread only.</summary>
    internal GradientStaging Staging { get; }

    /// <summary>Opens a GPU.</summary>
    /// <param name="gpu">The GPU.</param>
    /// <exception cref="DeviceUnavailableException">libtorch cannot compute on it; says why.</exception>
    /// <exception cref="TorchLoadException">libtorch does not load on this machine.</exception>
    public static Accelerator Open(GpuInfo gpu)
    {
        CudaRuntime.Initialize();
        string numericClass = CudaNumericClass.Describe(gpu, CudaVersions.Loaded(), Environment.GetEnvironmentVariable);
        return new Accelerator(new torch.Device(DeviceType.CUDA, gpu.Number), numericClass);
    }

    /// <summary>Finishes what is in progress, fails what waits, and frees the buffers.</summary>
    public void Dispose()
    {
        Feeder.Dispose();
        Staging.Dispose();
    }
}
