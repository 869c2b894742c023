using Cluster.V1;
using Google.Protobuf;

namespace Cluster.Training.Events;

/// <summary>Reads length-delimited events from a segment's file, up to the first that is not whole.</summary>
internal sealed class RecordReader : IDisposable
{
    // Far above any event; a length beyond it is damage, not a reason to allocate.
    private const int MaxLength = 1 << 24;

    private readonly FileStream _file;
    private byte[] _buffer = new byte[256];

    /// <summary>Opens a file that may still be written to.</summary>
    public RecordReader(string path, long offset)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        _file.Position = Offset = offset;
    }

    /// <summary>Where the next record begins, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads the next record; null at the end, or where the rest is torn or damaged.</summary>
    public JobEvent? Next()
    {
        if (ReadLength() is not int length) return null;
        if (_buffer.Length < length) _buffer = new byte[length];
        Span<byte> record = _buffer.AsSpan(0, length);
        if (_file.ReadAtLeast(record, length, throwOnEndOfStream: false) < length) return null;
        try
        {
            JobEvent jobEvent = JobEvent.Parser.ParseFrom(record);
            Offset = _file.Position;
            return jobEvent;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>A base-128 varint, as protobuf writes it (https://protobuf.dev/programming-guides/encoding/#varints).</summary>
    private int? ReadLength()
    {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7)
        {
            int next = _file.ReadByte();
            if (next < 0) return null;
            length |= (next & 0x7f) << shift;
            if (next < 0x80) return length is > 0 and <= MaxLength ? length : null;
        }

        return null;
    }
}
