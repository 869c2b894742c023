using System.Runtime.Intrinsics.X86;

namespace Cluster.Models.Runtime;

/// <summary>What the processor has to multiply bfloat16 numbers; .NET has no flags of its own for it.</summary>
/// <remarks>Bits of CPUID leaf 7: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A, CPUID.</remarks>
internal static class MatrixUnits
{
    private const int Amx = 22; // subleaf 0, EDX
    private const int Avx512Bf16 = 5; // subleaf 1, EAX

    /// <summary>AMX-BF16.</summary>
    public static bool HasAmx => X86Base.IsSupported && (X86Base.CpuId(7, 0).Edx >> Amx & 1) != 0;

    /// <summary>AVX512-BF16.</summary>
    public static bool HasAvx512 => Avx512F.IsSupported && (X86Base.CpuId(7, 1).Eax >> Avx512Bf16 & 1) != 0;
}
