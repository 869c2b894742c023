using System.Runtime.InteropServices;
using TorchSharp;

namespace Cluster.Models.Runtime;

/// <summary>
/// Switches of libtorch that make a GPU give the same bits for the same numbers: no algorithm that adds in the order in which threads finish,
/// none that is chosen by timing, no products of 19-bit numbers. TorchSharp exposes only those of the last kind.
/// </summary>
/// <remarks>PyTorch, "Reproducibility" and the notes of nn.LSTM: https://pytorch.org/docs/stable/notes/randomness.html.</remarks>
internal static unsafe class Determinism
{
    /// <summary>The variable that says how much memory of its own cuBLAS gets; without it cuBLAS may choose between algorithms by chance.</summary>
    public const string Workspace = "CUBLAS_WORKSPACE_CONFIG";

    /// <summary>The only value that both libtorch's check and NVIDIA's notes on recurrent layers name.</summary>
    public const string DefaultWorkspace = ":16:8";

    // Names in C++ of members of at::Context, and of the function that returns it.
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string SetAlgorithms = "_ZN2at7Context26setDeterministicAlgorithmsEbb";
    private const string SetCuDnn = "_ZN2at7Context21setDeterministicCuDNNEb";
    private const string SetBenchmark = "_ZN2at7Context17setBenchmarkCuDNNEb";
    private const string SetFill = "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb";

    private static readonly string[] Readers =
    [
        "_ZNK2at7Context23deterministicAlgorithmsEv", "_ZNK2at7Context18deterministicCuDNNEv", "_ZNK2at7Context14benchmarkCuDNNEv",
        "_ZNK2at7Context36deterministicFillUninitializedMemoryEv",
    ];

    private static readonly Lazy<nint> Library = new(() => NativeLibrary.Load("libtorch_cpu.so", typeof(torch).Assembly, null));

    /// <summary>Deterministic algorithms, deterministic cuDNN, choice by timing, and filling of new memory, as they are switched now.</summary>
    public static (bool Algorithms, bool CuDnn, bool Benchmark, bool Fill) State
    {
        get
        {
            bool[] on = [.. Readers.Select(name => ((delegate* unmanaged<nint, byte>)Export(name))(Context) != 0)];
            return (on[0], on[1], on[2], on[3]);
        }
    }

    private static nint Context => ((delegate* unmanaged<nint>)Export(GlobalContext))();

    /// <summary>
    /// Switches everything for the whole process, before the GPU is used. From then on libtorch refuses an operation that has no
    /// deterministic form, rather than to compute it. libtorch must be loaded.
    /// </summary>
    /// <exception cref="EntryPointNotFoundException">This libtorch has other names for it.</exception>
    public static void Require()
    {
        NativeEnvironment.SetDefault(Workspace, DefaultWorkspace);
        Switch(deterministic: true);
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
    }

    /// <summary>Switches algorithms and cuDNN; false is libtorch's own default.</summary>
    internal static void Switch(bool deterministic)
    {
        byte on = deterministic ? (byte)1 : (byte)0;
        nint context = Context;
        ((delegate* unmanaged<nint, byte, byte, void>)Export(SetAlgorithms))(context, on, 0); // 0: refuse, do not only warn
        ((delegate* unmanaged<nint, byte, void>)Export(SetCuDnn))(context, on);
        ((delegate* unmanaged<nint, byte, void>)Export(SetBenchmark))(context, 0);
        // With the first switch libtorch would also fill all new memory, which costs time and finds only faults of its callers.
        ((delegate* unmanaged<nint, byte, void>)Export(SetFill))(context, deterministic ? (byte)0 : (byte)1);
    }

    private static nint Export(string name) => NativeLibrary.GetExport(Library.Value, name);
}
