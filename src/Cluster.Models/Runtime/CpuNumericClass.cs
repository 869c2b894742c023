using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Cluster.Models.Runtime;

/// <summary>Names what the bits of a CPU result may depend on.</summary>
internal static class CpuNumericClass
{
    /// <summary>Such as <c>cpu-x64-avx512/libtorch-2.10.0/float32</c>.</summary>
    public static string Current =>
        $"cpu-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}-{InstructionSet}/libtorch-{TorchRuntime.LibraryVersion}/float32";

    /// <summary>The levels between which libtorch, oneDNN and MKL choose their float32 kernels.</summary>
    private static string InstructionSet =>
        Avx512F.VL.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported ? "avx512"
        : Avx2.IsSupported && Fma.IsSupported ? "avx2"
        : "base";
}
