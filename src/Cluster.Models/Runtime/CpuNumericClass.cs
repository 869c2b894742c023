using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Precision = Cluster.V1.TrainingSpec.Types.Precision;

namespace Cluster.Models.Runtime;

/// <summary>Names what the bits of a CPU result may depend on.</summary>
internal static class CpuNumericClass
{
    /// <summary>Settings by which a user makes libtorch's libraries choose other kernels.</summary>
    private static readonly string[] Overrides =
        ["ATEN_CPU_CAPABILITY", "DNNL_MAX_CPU_ISA", "ONEDNN_MAX_CPU_ISA", "MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS"];

    /// <summary>Such as <c>cpu-x64-avx512-amd/libtorch-2.10.0/float32</c>, then each override that is set.</summary>
    /// <param name="precision">Precision of matrix products.</param>
    /// <param name="environment">Value of an environment variable; null if it is not set.</param>
    public static string Describe(Precision precision, Func<string, string?> environment)
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var text = new StringBuilder($"cpu-{architecture}{Processor()}/libtorch-{TorchRuntime.LibraryVersion}/{Name(precision)}");
        foreach (string name in Overrides)
        {
            if (environment(name) is { Length: > 0 } value) text.Append('/').Append(name).Append('=').Append(value);
        }

        return text.ToString();
    }

    private static string Name(Precision precision) =>
        precision != Precision.Bf16 ? "float32" : MatrixUnits.HasAmx ? "bf16-amx" : MatrixUnits.HasAvx512 ? "bf16-avx512" : "bf16";

    /// <summary>MKL takes other kernels on another maker's processor, even with the same instructions.</summary>
    private static string Processor() => X86Base.IsSupported ? $"-{InstructionSet()}-{Maker()}" : "";

    /// <summary>The levels between which libtorch, oneDNN and MKL choose their float32 kernels.</summary>
    private static string InstructionSet() =>
        Avx512F.VL.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported ? "avx512"
        : Avx2.IsSupported && Fma.IsSupported ? "avx2"
        : "base";

    /// <summary>From the twelve letters that CPUID leaf 0 holds in EBX, EDX, ECX.</summary>
    private static string Maker()
    {
        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        ReadOnlySpan<int> letters = [b, d, c];
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(letters)) switch
        {
            "AuthenticAMD" => "amd",
            "GenuineIntel" => "intel",
            _ => "other",
        };
    }
}
