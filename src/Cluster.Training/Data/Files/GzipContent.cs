using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Cluster.Training.Data.Files;

/// <summary>
/// The expanded content of a gzip file. Unlike the runtime's own reader this one notices a file that was cut short and checks the sums in it.
/// Expansion has limits, because a small file can expand to fill any memory.
/// </summary>
internal sealed class GzipContent : ForwardStream
{
    private readonly string _file;
    private readonly GZipInputStream _expander;
    private readonly long _most;
    private long _count;

    /// <summary>Begins to expand.</summary>
    /// <param name="file">Name, for messages.</param>
    /// <param name="compressed">The file; disposed with this one.</param>
    public GzipContent(string file, Stream compressed)
    {
        _file = file;
        _expander = new GZipInputStream(compressed);
        _most = Math.Min(FileLimits.MostExpanded, Math.Max(FileLimits.AlwaysExpanded, compressed.Length * FileLimits.Expansion));
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = count == 0 ? 0 : Expand(buffer, offset, count);
        _count += read;
        return _count <= _most ? read : throw BadFile.At(
            _file, $"The file expands to over {_most >> 20} MiB, more than files of its size do; expand it before it is pushed.");
    }

    /// <summary>Expands all of it.</summary>
    public MemoryStream ToMemory()
    {
        var memory = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read = Read(buffer, 0, buffer.Length); read > 0; read = Read(buffer, 0, buffer.Length))
        {
            if (memory.Length + read > FileLimits.ExpandedInMemory) throw BadFile.At(
                _file, $"The file expands to over {FileLimits.ExpandedInMemory >> 20} MiB, too much for this format; expand it before it is pushed.");
            memory.Write(buffer, 0, read);
        }

        memory.Position = 0;
        return memory;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _expander.Dispose();
        base.Dispose(disposing);
    }

    private int Expand(byte[] buffer, int offset, int count)
    {
        try
        {
            return _expander.Read(buffer, offset, count);
        }
        catch (Exception error) when (error is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException)
        {
            throw BadFile.At(_file, "The file is no whole gzip file; it is damaged or was cut short.", error);
        }
    }
}
