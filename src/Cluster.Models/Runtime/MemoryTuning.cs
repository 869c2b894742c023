using System.Runtime.InteropServices;

namespace Cluster.Models.Runtime;

/// <summary>
/// Makes glibc keep the memory of one batch for the next. By default it returns every large block to the system, and
/// a training step spends up to two fifths of its time on page faults.
/// </summary>
internal static partial class MemoryTuning
{
    // Parameters of mallopt(3).
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;

    /// <summary>The largest that glibc allows: smaller blocks come from the heap, which keeps them.</summary>
    private const int MmapThresholdBytes = 32 << 20;

    /// <summary>Never give the top of the heap back; a step's activations stay below this.</summary>
    private const int TrimThresholdBytes = 2_000_000_000;

    /// <summary>Grow the heap in few, large pieces.</summary>
    private const int TopPadBytes = 64 << 20;

    /// <summary>Must run before libtorch loads: it reads the environment once. A user's own malloc settings win.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux()) return;
        if (Environment.GetEnvironmentVariable("GLIBC_TUNABLES")?.Contains("glibc.malloc", StringComparison.Ordinal) == true) return;
        try
        {
            _ = SetMallocOption(MmapThreshold, MmapThresholdBytes);
            _ = SetMallocOption(TrimThreshold, TrimThresholdBytes);
            _ = SetMallocOption(TopPad, TopPadBytes);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc: another C library has other ways, and everything works without.
        }

        NativeEnvironment.SetDefault("THP_MEM_ALLOC_ENABLE", "1");
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);
}
