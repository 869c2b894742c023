using System.Numerics;
using System.Runtime.InteropServices;

namespace Cluster.Training.Vectors;

/// <summary>Element-wise float32 arithmetic in plain IEEE steps, never fused: the same bits on every machine.</summary>
public static class Arithmetic
{
    /// <summary>target += source.</summary>
    /// <param name="target">Changed in place, <c>[n]</c>.</param>
    /// <param name="source">Added, <c>[n]</c>.</param>
    public static void Add(Span<float> target, ReadOnlySpan<float> source)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(source.Length, target.Length);
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> wideSource = MemoryMarshal.Cast<float, Vector<float>>(source);
        for (int i = 0; i < wide.Length; i++) wide[i] += wideSource[i];
        for (int i = wide.Length * Vector<float>.Count; i < target.Length; i++) target[i] += source[i];
    }

    /// <summary>target = (target + source) / divisor, in one pass and with the bits of two.</summary>
    /// <param name="target">Changed in place, <c>[n]</c>.</param>
    /// <param name="source">Added, <c>[n]</c>.</param>
    /// <param name="divisor">Not zero.</param>
    public static void AddAndDivide(Span<float> target, ReadOnlySpan<float> source, float divisor)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(source.Length, target.Length);
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> wideSource = MemoryMarshal.Cast<float, Vector<float>>(source);
        Vector<float> wideDivisor = new(divisor);
        for (int i = 0; i < wide.Length; i++) wide[i] = (wide[i] + wideSource[i]) / wideDivisor;
        for (int i = wide.Length * Vector<float>.Count; i < target.Length; i++) target[i] = (target[i] + source[i]) / divisor;
    }

    /// <summary>target -= source.</summary>
    /// <param name="target">Changed in place, <c>[n]</c>.</param>
    /// <param name="source">Subtracted, <c>[n]</c>.</param>
    public static void Subtract(Span<float> target, ReadOnlySpan<float> source)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(source.Length, target.Length);
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> wideSource = MemoryMarshal.Cast<float, Vector<float>>(source);
        for (int i = 0; i < wide.Length; i++) wide[i] -= wideSource[i];
        for (int i = wide.Length * Vector<float>.Count; i < target.Length; i++) target[i] -= source[i];
    }

    /// <summary>target /= divisor.</summary>
    /// <param name="target">Changed in place, <c>[n]</c>.</param>
    /// <param name="divisor">Not zero.</param>
    public static void Divide(Span<float> target, float divisor)
    {
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(target);
        Vector<float> wideDivisor = new(divisor);
        for (int i = 0; i < wide.Length; i++) wide[i] /= wideDivisor;
        for (int i = wide.Length * Vector<float>.Count; i < target.Length; i++) target[i] /= divisor;
    }
}
