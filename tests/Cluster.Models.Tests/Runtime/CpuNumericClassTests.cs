using Cluster.Models.Runtime;
using Precision = Cluster.V1.TrainingSpec.Types.Precision;

namespace Cluster.Models.Tests.Runtime;

public sealed class CpuNumericClassTests
{
    [Fact]
    public void It_names_processor_library_and_precision() => Assert.Matches(
        "^cpu-x64-(base|avx2|avx512)-(amd|intel|other)/libtorch-2\\.10\\.0/float32$",
        CpuNumericClass.Describe(Precision.Float32, _ => null));

    [Fact]
    public void Sixteen_bits_are_a_class_of_their_own_with_the_unit_that_multiplies_them() => Assert.Matches(
        "/bf16(-avx512|-amx)?$", CpuNumericClass.Describe(Precision.Bf16, _ => null));

    [Fact]
    public void Settings_that_change_kernels_belong_to_it()
    {
        string plain = CpuNumericClass.Describe(Precision.Float32, _ => null);

        string chosen = CpuNumericClass.Describe(Precision.Float32, name => name switch
        {
            "ATEN_CPU_CAPABILITY" => "avx2",
            "MKL_CBWR" => "COMPATIBLE",
            "ONEDNN_MAX_CPU_ISA" => "",
            _ => null,
        });

        Assert.Equal(plain + "/ATEN_CPU_CAPABILITY=avx2/MKL_CBWR=COMPATIBLE", chosen);
    }
}
