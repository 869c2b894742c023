namespace Cluster.Training.Data.Vectors;

/// <summary>Reads lines of bytes one after another, whatever their encoding. Memory is bounded by the longest line that is allowed.</summary>
/// <param name="stream">The text; stays the caller's.</param>
/// <param name="file">Its name, for messages.</param>
internal sealed class LineReader(Stream stream, string file)
{
    /// <summary>Longest line in bytes: far more than a vector takes, far less than a compressed file can unfold to.</summary>
    internal const int LongestLine = 1 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Where that line is, for messages.</summary>
    public string Place => FormattableString.Invariant($"{file}, line {Number}");

    /// <summary>Reads the next line, without its end.</summary>
    /// <param name="line">The line; good until the next call.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">The line is too long, or the compressed file is damaged.</exception>
    public bool Read(out ReadOnlySpan<byte> line)
    {
        Number++;
        int searched = 0;
        int length;
        while ((length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n')) < 0 && !_ended)
        {
            searched = _end - _start;
            Fill();
        }

        bool found = length >= 0 || _end > _start;
        length = length >= 0 ? length + searched : _end - _start;
        line = _buffer.AsSpan(_start, length);
        _start = Math.Min(_end, _start + length + 1);
        return found;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end >= LongestLine) throw new InvalidDataException($"{Place}: is longer than {LongestLine} bytes; this is no file of vectors.");
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        int read = Next();
        _ended = read == 0;
        _end += read;
    }

    private int Next()
    {
        try
        {
            return stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{Place}: the compressed file is damaged. {error.Message}", error);
        }
    }
}
