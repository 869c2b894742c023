using CsvHelper;

namespace Cluster.Training.Data.Files;

/// <summary>Goes through the records of a file of separated values and refuses what RFC 4180 does not allow.</summary>
internal sealed class CsvCursor : IDisposable
{
    private readonly InputFile _file;
    private readonly CsvReader _reader;
    private bool _doubtful;

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="delimiter">Character between fields.</param>
    public CsvCursor(InputFile file, char delimiter)
    {
        _file = file;
        _reader = CsvReader.Create(file.OpenText(), new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = FileLimits.RecordBytes,
            OnMalformedRecord = _ => _doubtful = true,
        });
    }

    /// <summary>Line on which the record begins.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Fields of the record.</summary>
    public int Count => _reader.FieldCount;

    /// <summary>Goes to the next record; false at the end. Empty lines are skipped.</summary>
    /// <param name="columns">Names of the columns, for messages; null while they are not known.</param>
    public bool Read(IReadOnlyList<string>? columns)
    {
        _doubtful = false;
        try
        {
            if (!_reader.Read()) return false;
        }
        catch (CsvFormatException error)
        {
            throw BadFile.At(_file.Line(Math.Max(1, error.LineNumber)), $"The record is over {FileLimits.RecordBytes >> 20} MiB; is a quote not closed?", error);
        }

        if (Count > FileLimits.Columns) throw BadFile.At(_file.Line(Line), $"The record has {Count} fields; at most {FileLimits.Columns} are read.");
        for (int i = 0; i < Count; i++)
        {
            if (_doubtful) CheckQuotes(i, columns);
            if (_reader.GetSpan(i).Length > FileLimits.FieldBytes) throw BadFile.At(_file.Line(Line), NameOf(i, columns), FileLimits.FieldSentence);
        }

        return true;
    }

    /// <summary>A field of the record.</summary>
    public string this[int index] => _reader.GetString(index);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    // A quote within a field that has none at its begin is a plain character; other programs write it so, and nothing is unclear.
    private void CheckQuotes(int index, IReadOnlyList<string>? columns)
    {
        ReadOnlySpan<byte> raw = _reader.GetRawSpan(index);
        if (raw.IsEmpty || raw[0] != '"') return;
        int end = 1;
        while (end < raw.Length && (raw[end] != '"' || (end + 1 < raw.Length && raw[end + 1] == '"'))) end += raw[end] == '"' ? 2 : 1;
        if (end >= raw.Length) throw BadFile.At(
            _file.Line(Line), NameOf(index, columns), "The quote before the field is never closed; close it, and double quotes within.");
        if (end + 1 < raw.Length) throw BadFile.At(
            _file.Line(Line), NameOf(index, columns), "There is text behind the closing quote; quotes within a quoted field must be doubled.");
    }

    private static string NameOf(int index, IReadOnlyList<string>? columns) =>
        columns is not null && index < columns.Count ? columns[index] : $"{index + 1}";
}
