using Cluster.Models.Devices;
using Cluster.Models.Runtime;

namespace Cluster.Models.Tests.Runtime;

public sealed class CudaNumericClassTests
{
    private static readonly GpuInfo Gpu = new(3, "NVIDIA H100 80GB HBM3", 85_045_870_592, 9, 0, 132);

    // As cudaRuntimeGetVersion and cudnnGetVersion write them.
    private static readonly CudaVersions Versions = new(12080, 91002);

    [Fact]
    public void It_names_kind_of_gpu_libraries_and_precision_but_not_which_gpu_it_is() => Assert.Equal(
        "cuda-sm90-132/libtorch-2.10.0/cuda-12.8/cudnn-9.10.2/float32", CudaNumericClass.Describe(Gpu, Versions, _ => null));

    [Fact]
    public void Fewer_multiprocessors_are_another_class() => Assert.StartsWith(
        "cuda-sm90-114/", CudaNumericClass.Describe(Gpu with { Multiprocessors = 114 }, Versions, _ => null), StringComparison.Ordinal);

    [Theory]
    [InlineData("CUBLAS_WORKSPACE_CONFIG", ":16:8", "")]
    [InlineData("CUBLAS_WORKSPACE_CONFIG", ":4096:8", "/CUBLAS_WORKSPACE_CONFIG=:4096:8")]
    [InlineData("NVIDIA_TF32_OVERRIDE", "1", "/NVIDIA_TF32_OVERRIDE=1")]
    [InlineData("NVIDIA_TF32_OVERRIDE", "", "")]
    public void Settings_that_change_kernels_belong_to_it(string name, string value, string end) => Assert.Equal(
        "cuda-sm90-132/libtorch-2.10.0/cuda-12.8/cudnn-9.10.2/float32" + end,
        CudaNumericClass.Describe(Gpu, Versions, asked => asked == name ? value : null));
}
