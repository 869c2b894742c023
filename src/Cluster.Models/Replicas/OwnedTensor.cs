using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Cluster.Models.Replicas;

/// <summary>
/// Tensors whose numbers lie in torch's own memory, 64-byte aligned. A tensor made from an array keeps the array's memory,
/// which begins at any multiple of 8, and a matrix product may add in another order there: other bits in every run.
/// </summary>
internal static class OwnedTensor
{
    /// <summary>Copies numbers, [n].</summary>
    public static Tensor Of(float[] values)
    {
        Tensor owned = empty(values.Length, ScalarType.Float32);
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(owned.bytes);
        return owned;
    }
}
