namespace Cluster.Training.Data.Files;

/// <summary>Reads a text line by line; only one line is in memory.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="text">UTF-8 text.</param>
internal sealed class LineReader(InputFile file, Stream text)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>The line last read, without its end: a line feed, or carriage return and line feed. Valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Number of that line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line; false at the end.</summary>
    /// <exception cref="InvalidDataException">The line is too long or no UTF-8.</exception>
    public bool Read()
    {
        int searched = _start;
        while (true)
        {
            int at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0) return Take(searched + at, searched + at + 1);
            searched = _end - _start;
            if (!Fill()) return _end > _start && Take(_end, _end);
        }
    }

    private bool Take(int end, int next)
    {
        Number++;
        int start = _start;
        _start = next;
        if (Number == 1 && _buffer.AsSpan(start, end - start).StartsWith(ByteOrderMark)) start += ByteOrderMark.Length;
        if (end > start && _buffer[end - 1] == '\r') end--;
        Line = _buffer.AsMemory(start, end - start);
        return true;
    }

    /// <summary>Moves what is left to the front and reads behind it; false at the end of the text.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end > FileLimits.RecordBytes) throw BadFile.At(
            file.Line(Number + 1), $"The line is over {FileLimits.RecordBytes >> 20} MiB; break it into more records.");
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _end);
        int read = text.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
