using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cluster.Training.Exchange;

namespace Cluster.Silo.DataPlane;

/// <summary>
/// Writes answers to pulls: a head of a <see cref="PullStatus"/> and the number of floats that follow (int32 each, little-endian), then the floats. Another
/// number than was asked for tells that the range is sparse (<see cref="SparseRange"/>).
/// </summary>
/// <param name="output">Where they go to.</param>
internal sealed class PullAnswers(Stream output)
{
    /// <summary>Bytes before the floats.</summary>
    public const int HeadBytes = 8;

    /// <summary>Short stretches are gathered up to this size; longer ones are sent from where they lie.</summary>
    private const int GatheredBytes = 64 << 10;

    // The head, the map of a sparse range, and what is gathered; of that, what lies from _unsent to _end has not been sent.
    private byte[] _buffer = new byte[HeadBytes + sizeof(long)];
    private int _unsent;
    private int _end;

    /// <summary>Answers without floats.</summary>
    public ValueTask Refuse(PullStatus status, CancellationToken cancel)
    {
        Begin(status, 0);
        return Flush(cancel);
    }

    /// <summary>Answers with floats as they are.</summary>
    public async ValueTask Send(ReadOnlyMemory<float> range, CancellationToken cancel)
    {
        Begin(PullStatus.Found, range.Length);
        await Flush(cancel);
        await output.WriteAsync(FloatBytes.Of(range).Memory, cancel);
        await output.FlushAsync(cancel);
    }

    /// <summary>Answers with where floats lie.</summary>
    public ValueTask Show(nint address, int floats, CancellationToken cancel)
    {
        Begin(PullStatus.Shown, floats);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(HeadBytes), address);
        _end += sizeof(long);
        return Flush(cancel);
    }

    /// <summary>Answers with floats without their zeros, unless that is too long.</summary>
    /// <param name="range">The floats.</param>
    /// <param name="most">Floats that may be sent.</param>
    /// <param name="cancel">Stops sending.</param>
    /// <returns>Whether it was not too long; else nothing was sent.</returns>
    public async ValueTask<bool> TrySendSparse(ReadOnlyMemory<float> range, int most, CancellationToken cancel)
    {
        int groups = SparseRange.MapLength(range.Length);
        int needed = HeadBytes + groups * sizeof(uint) + GatheredBytes;
        if (_buffer.Length < needed) _buffer = GC.AllocateUninitializedArray<byte>(needed);
        int kept = SparseRange.Mark(range.Span, Map(groups), most - groups);
        if (groups + kept > most) return false;
        await SendKept(range, groups, groups + kept, cancel);
        return true;
    }

    private async ValueTask SendKept(ReadOnlyMemory<float> range, int groups, int length, CancellationToken cancel)
    {
        Begin(PullStatus.Found, length);
        _end += groups * sizeof(uint);
        for (int at = 0; at < range.Length;)
        {
            (int start, int end) = SparseRange.NextKept(Map(groups), range.Length, at);
            at = end;
            if (!TryGather(range.Span[start..end]))
            {
                await Flush(cancel);
                (_unsent, _end) = (HeadBytes + groups * sizeof(uint), HeadBytes + groups * sizeof(uint));
                if (!TryGather(range.Span[start..end])) await output.WriteAsync(FloatBytes.Of(range[start..end]).Memory, cancel);
            }
        }

        await Flush(cancel);
    }

    private Span<uint> Map(int groups) => MemoryMarshal.Cast<byte, uint>(_buffer.AsSpan(HeadBytes, groups * sizeof(uint)));

    private void Begin(PullStatus status, int floats)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer, (int)status);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(sizeof(int)), floats);
        (_unsent, _end) = (0, HeadBytes);
    }

    private bool TryGather(ReadOnlySpan<float> floats)
    {
        if (!MemoryMarshal.AsBytes(floats).TryCopyTo(_buffer.AsSpan(_end))) return false;
        _end += floats.Length * sizeof(float);
        return true;
    }

    private async ValueTask Flush(CancellationToken cancel)
    {
        await output.WriteAsync(_buffer.AsMemory(_unsent, _end - _unsent), cancel);
        await output.FlushAsync(cancel);
    }
}
