using System.Runtime.InteropServices;
using TorchSharp;

namespace Cluster.Models.Runtime;

/// <summary>Loads libtorch once for the process and sets what cannot be changed later.</summary>
public static class TorchRuntime
{
    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Version of libtorch that TorchSharp is built for and works with. Asking TorchSharp would already load it.</summary>
    public const string LibraryVersion = "2.10.0";

    /// <summary>Loads libtorch if it is not loaded yet. Every device calls it; calling it first only makes failures early.</summary>
    /// <exception cref="TorchLoadException">libtorch does not load on this machine.</exception>
    public static void Initialize() => _ = Loaded.Value;

    private static bool Load()
    {
        MemoryTuning.Apply();
        try
        {
            // TorchSharp's own attempt hides the reason of a failure and copies libtorch around first.
            _ = NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new TorchLoadException(LoadFailure.Explain(exception.Message, LibraryVersion), exception);
        }

        torch.InitializeDeviceType(DeviceType.CPU);
        torch.set_num_threads(1);
        torch.set_num_interop_threads(1);
        return true;
    }
}
