using System.Buffers;
using System.Runtime.InteropServices;

namespace Cluster.Training.Vectors;

/// <summary>
/// A long float vector outside the managed heap, 64-byte aligned. Several readers may hold it; the last one to let go
/// gives it back to its pool, so that nobody ever sees it overwritten while reading.
/// </summary>
public sealed unsafe class FlatVector : MemoryManager<float>
{
    private const int AlignmentBytes = 64;

    private readonly VectorPool _pool;
    private float* _values;
    private int _holders;

    internal FlatVector(VectorPool pool, int length)
    {
        _pool = pool;
        Length = length;
        _values = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1) * sizeof(float), AlignmentBytes);
        GC.AddMemoryPressure((long)length * sizeof(float));
    }

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public override Span<float> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_values == null, this);
        return new Span<float>(_values, Length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_values + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <summary>Adds a holder; each needs its own <see cref="Release"/>.</summary>
    /// <returns>The same vector.</returns>
    public FlatVector Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>Lets go. After the last holder did, the content may change at any time.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) _pool.Return(this);
    }

    internal void Free() => ((IDisposable)this).Dispose();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_values == null) return;
        NativeMemory.AlignedFree(_values);
        _values = null;
        GC.RemoveMemoryPressure((long)Length * sizeof(float));
    }
}
