using Cluster.Models.Runtime;

namespace Cluster.Models.Tests.Runtime;

public sealed class CpuNumericClassTests
{
    [Fact]
    public void It_names_processor_library_and_precision() => Assert.Matches(
        "^cpu-x64-(base|avx2|avx512)-(amd|intel|other)/libtorch-2\\.10\\.0/float32$",
        CpuNumericClass.Describe(_ => null));

    [Fact]
    public void Settings_that_change_kernels_belong_to_it()
    {
        string plain = CpuNumericClass.Describe(_ => null);

        string chosen = CpuNumericClass.Describe(name => name switch
        {
            "ATEN_CPU_CAPABILITY" => "avx2",
            "MKL_CBWR" => "COMPATIBLE",
            "ONEDNN_MAX_CPU_ISA" => "",
            _ => null,
        });

        Assert.Equal(plain + "/ATEN_CPU_CAPABILITY=avx2/MKL_CBWR=COMPATIBLE", chosen);
    }
}
