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
    public static Tensor Of(float[] values) => Numbers(values.Length, values.CopyTo);

    /// <summary>Numbers that are written where they will lie, [n].</summary>
    /// <param name="count">n.</param>
    /// <param name="write">Writes all of them.</param>
    public static Tensor Numbers(int count, Action<Span<float>> write) => Written(empty(count, ScalarType.Float32), write);

    /// <summary>Whole numbers that are written where they will lie, [n].</summary>
    /// <param name="count">n.</param>
    /// <param name="write">Writes all of them.</param>
    public static Tensor Integers(int count, Action<Span<int>> write) => Written(empty(count, ScalarType.Int32), write);

    private static Tensor Written<T>(Tensor owned, Action<Span<T>> write)
        where T : struct
    {
        write(MemoryMarshal.Cast<byte, T>(owned.bytes));
        return owned;
    }
}
