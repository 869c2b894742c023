using System.Runtime.InteropServices;
using TorchSharp;

namespace Cluster.Models.Runtime;

/// <summary>Versions of the libraries with which libtorch computes on a GPU, as the numbers that they give themselves.</summary>
/// <param name="Cuda">The CUDA runtime: 1000 times the first number plus 10 times the second.</param>
/// <param name="CuDnn">cuDNN from 9 on: 10000 times the first number plus 100 times the second plus the third.</param>
internal readonly unsafe record struct CudaVersions(int Cuda, long CuDnn)
{
    /// <summary>Asks the libraries that are loaded.</summary>
    /// <exception cref="DllNotFoundException">libtorch is there without CUDA.</exception>
    /// <exception cref="EntryPointNotFoundException">A library lacks the function that says its version.</exception>
    public static CudaVersions Loaded()
    {
        // A name is looked up in what a library was linked with as well, so the files of CUDA need not be found: some have a hash in their name.
        nint library = NativeLibrary.Load("libtorch_cuda.so", typeof(torch).Assembly, null);
        int cuda;
        int code = ((delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cudaRuntimeGetVersion"))(&cuda);
        if (code != 0) throw new InvalidOperationException(FormattableString.Invariant($"the CUDA runtime answers with error {code}"));
        nuint cuDnn = ((delegate* unmanaged<nuint>)NativeLibrary.GetExport(library, "cudnnGetVersion"))();
        return new CudaVersions(cuda, (long)cuDnn);
    }

    /// <summary>Such as <c>cuda-12.8/cudnn-9.10.2</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"cuda-{Cuda / 1000}.{Cuda % 1000 / 10}/cudnn-{CuDnn / 10000}.{CuDnn / 100 % 100}.{CuDnn % 100}");
}
