using System.Text;
using Cluster.Models.Devices;

namespace Cluster.Models.Runtime;

/// <summary>Names what the bits of a GPU's result may depend on.</summary>
internal static class CudaNumericClass
{
    /// <summary>Settings by which a user makes the libraries of a GPU compute in another way.</summary>
    private static readonly string[] Overrides = [Determinism.Workspace, "NVIDIA_TF32_OVERRIDE", "CUBLASLT_WORKSPACE_SIZE"];

    /// <summary>
    /// Such as <c>cuda-sm90-132/libtorch-2.10.0/cuda-12.8/cudnn-9.10.2/float32</c>, then each override that is set. 132 are the multiprocessors: GPUs
    /// of one generation differ in them, and cuBLAS cuts products by them. The driver is not part of it: it computes nothing.
    /// </summary>
    /// <param name="gpu">The GPU.</param>
    /// <param name="versions">Its libraries.</param>
    /// <param name="environment">Value of an environment variable; null if it is not set.</param>
    public static string Describe(GpuInfo gpu, CudaVersions versions, Func<string, string?> environment)
    {
        var text = new StringBuilder(FormattableString.Invariant(
            $"cuda-sm{gpu.Major}{gpu.Minor}-{gpu.Multiprocessors}/libtorch-{TorchRuntime.LibraryVersion}/{versions}/float32"));
        foreach (string name in Overrides)
        {
            if (environment(name) is { Length: > 0 } value && (name, value) != (Determinism.Workspace, Determinism.DefaultWorkspace))
                text.Append('/').Append(name).Append('=').Append(value);
        }

        return text.ToString();
    }
}
