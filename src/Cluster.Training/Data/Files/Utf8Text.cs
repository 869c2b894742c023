using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>Passes bytes through as long as they are UTF-8 without NUL.</summary>
/// <param name="file">Name, for messages.</param>
/// <param name="bytes">The bytes; disposed with this one.</param>
internal sealed class Utf8Text(string file, Stream bytes) : ForwardStream
{
    // The first bytes of a character whose rest is not read yet.
    private readonly byte[] _begun = new byte[4];
    private int _begunCount;
    private long _lines;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = bytes.Read(buffer, offset, count);
        if (read > 0) Check(buffer.AsSpan(offset, read));
        else if (count > 0 && _begunCount > 0) throw Invalid(_begun[0]);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) bytes.Dispose();
        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> chunk)
    {
        chunk = chunk[FinishCharacter(chunk)..];
        int begun = BegunAtEnd(chunk);
        ReadOnlySpan<byte> whole = chunk[..^begun];
        if (!Utf8.IsValid(whole)) ThrowInvalid(whole);
        int nul = whole.IndexOf((byte)0);
        if (nul >= 0)
        {
            CountLines(whole[..nul]);
            throw BadFile.At(Here, "There is a NUL byte; the file must be plain text in UTF-8.");
        }

        CountLines(whole);
        chunk[^begun..].CopyTo(_begun);
        if (begun > 0) _begunCount = begun;
    }

    /// <summary>Takes the rest of a character that began in the chunk before; returns how many bytes that were.</summary>
    private int FinishCharacter(ReadOnlySpan<byte> chunk)
    {
        int taken = 0;
        while (_begunCount > 0 && taken < chunk.Length)
        {
            _begun[_begunCount++] = chunk[taken++];
            switch (Rune.DecodeFromUtf8(_begun.AsSpan(0, _begunCount), out _, out _))
            {
                case System.Buffers.OperationStatus.Done: _begunCount = 0; break;
                case System.Buffers.OperationStatus.InvalidData: throw Invalid(_begun[0]);
            }
        }

        return taken;
    }

    private static int BegunAtEnd(ReadOnlySpan<byte> chunk)
    {
        for (int length = 1; length <= Math.Min(3, chunk.Length); length++)
        {
            if (Rune.DecodeFromUtf8(chunk[^length..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData) return length;
        }

        return 0;
    }

    private void ThrowInvalid(ReadOnlySpan<byte> chunk)
    {
        while (Rune.DecodeFromUtf8(chunk, out Rune rune, out int length) == System.Buffers.OperationStatus.Done)
        {
            if (rune.Value == '\n') _lines++;
            chunk = chunk[length..];
        }

        throw Invalid(chunk[0]);
    }

    private void CountLines(ReadOnlySpan<byte> text) => _lines += text.Count((byte)'\n');

    private RecordPlace Here => new(file, _lines + 1);

    private InvalidDataException Invalid(byte first) => BadFile.At(
        Here, string.Create(CultureInfo.InvariantCulture, $"The byte 0x{first:X2} is not UTF-8 there; save the file as UTF-8."));
}
