using System.Runtime.InteropServices;
using Cluster.Models.Devices;
using TorchSharp;

namespace Cluster.Models.Runtime;

/// <summary>Makes libtorch ready for a GPU, once for the process.</summary>
internal static class CudaRuntime
{
    private static readonly Lazy<bool> Ready = new(Prepare);

    /// <summary>Loads libtorch, switches it to deterministic computing, then starts CUDA.</summary>
    /// <exception cref="TorchLoadException">libtorch does not load on this machine.</exception>
    /// <exception cref="DeviceUnavailableException">libtorch was built without CUDA, or CUDA does not start; says which.</exception>
    public static void Initialize() => _ = Ready.Value;

    private static bool Prepare()
    {
        TorchRuntime.Initialize();
        if (!NativeLibrary.TryLoad("libtorch_cuda.so", typeof(torch).Assembly, null, out _))
            throw new DeviceUnavailableException(
                "no CUDA device: this silo's libtorch is for processors, or libtorch_cuda.so lacks a library it needs; build with -p:TorchBackend=cuda, or with external and put the folder of a libtorch for CUDA on LD_LIBRARY_PATH");
        if (Environment.GetEnvironmentVariable(Determinism.Workspace) is { Length: > 0 } workspace and not (Determinism.DefaultWorkspace or ":4096:8"))
            throw new DeviceUnavailableException($"{Determinism.Workspace} is {workspace}, but results repeat only with :16:8 or :4096:8; leave it unset");
        // Before CUDA starts: its libraries read the environment once.
        Determinism.Require();
        if (!torch.TryInitializeDeviceType(DeviceType.CUDA))
            throw new DeviceUnavailableException($"no CUDA device: libtorch {TorchRuntime.LibraryVersion} cannot use the GPU; its driver may be older than CUDA needs");
        return true;
    }
}
