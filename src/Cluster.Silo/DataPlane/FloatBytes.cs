using System.Buffers;
using System.Runtime.InteropServices;

namespace Cluster.Silo.DataPlane;

/// <summary>Sees floats as bytes, without a copy.</summary>
/// <param name="floats">The floats.</param>
internal sealed class FloatBytes(Memory<float> floats) : MemoryManager<byte>
{
    /// <summary>Sees floats that are only read as bytes.</summary>
    public static FloatBytes Of(ReadOnlyMemory<float> floats) => new(MemoryMarshal.AsMemory(floats));

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(floats.Span);

    /// <inheritdoc/>
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        MemoryHandle pinned = floats.Pin();
        return new MemoryHandle((byte*)pinned.Pointer + elementIndex, default, new Unpinner(this, pinned));
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Unpinner(FloatBytes owner, MemoryHandle pinned) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => owner.Pin(elementIndex);

        public void Unpin() => pinned.Dispose();
    }
}
