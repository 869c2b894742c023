using System.Runtime.InteropServices;

namespace Cluster.Models.Runtime;

/// <summary>
/// Torch's automatic bfloat16 on the CPU for what the calling thread computes until this is disposed: matrix products and LSTM layers
/// read 16-bit copies of the weights, the weights and their gradients stay 32-bit. TorchSharp does not expose it.
/// </summary>
/// <remarks>The state is the thread's own: begin and end it on one thread, around the forward pass alone.</remarks>
internal readonly unsafe ref struct Autocast : IDisposable
{
    private const sbyte CpuDevice = 0; // c10::DeviceType::CPU

    private static readonly Lazy<nint> Library = new(() => NativeLibrary.Load("libtorch_cpu.so", typeof(TorchSharp.torch).Assembly, null));

    private Autocast(bool _) => Set(true);

    /// <summary>Switches it on.</summary>
    /// <exception cref="EntryPointNotFoundException">This libtorch has other names for it.</exception>
    public static Autocast Begin() => new(true);

    /// <summary>Checks that the processor multiplies bfloat16 numbers, and that libtorch can be told to use them.</summary>
    /// <exception cref="NotSupportedException">It does not; the message is for the user.</exception>
    public static void ThrowIfUnsupported()
    {
        if (!MatrixUnits.HasAmx && !MatrixUnits.HasAvx512)
            throw new NotSupportedException("precision BF16 needs a processor with AVX512-BF16 or AMX, and this one has neither; use FLOAT32");
        if (!NativeLibrary.TryGetExport(Library.Value, SetEnabled, out _) || !NativeLibrary.TryGetExport(Library.Value, ClearCache, out _))
            throw new NotSupportedException($"precision BF16 needs libtorch {TorchRuntime.LibraryVersion}, which can switch it on; use FLOAT32");
    }

    /// <summary>Switches it off and forgets the 16-bit copies: they would be stale after the next update.</summary>
    public void Dispose()
    {
        Set(false);
        ((delegate* unmanaged<void>)NativeLibrary.GetExport(Library.Value, ClearCache))();
    }

    // C++ names of at::autocast::set_autocast_enabled(c10::DeviceType, bool) and at::autocast::clear_cache().
    private const string SetEnabled = "_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb";
    private const string ClearCache = "_ZN2at8autocast11clear_cacheEv";

    private static void Set(bool on) =>
        ((delegate* unmanaged<sbyte, byte, void>)NativeLibrary.GetExport(Library.Value, SetEnabled))(CpuDevice, on ? (byte)1 : (byte)0);
}
