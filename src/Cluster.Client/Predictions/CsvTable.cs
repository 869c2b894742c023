using Cluster.Client.Errors;
using CsvHelper;

namespace Cluster.Client.Predictions;

/// <summary>Reads CSV or TSV with a header, row by row; every fault names file and line.</summary>
internal sealed class CsvTable : IDisposable
{
    private const int LongestRecord = 16 << 20;

    private readonly string _path;
    private readonly CsvReader _reader;

    /// <summary>Opens a file and reads its header. Tabs separate columns of .tsv, for others the separator is found by looking.</summary>
    public CsvTable(string path)
    {
        _path = path;
        bool tabs = Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase);
        _reader = CsvReader.FromFile(path, new CsvReaderOptions
        {
            Separator = tabs ? '\t' : null,
            MaxRecordSize = LongestRecord,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        });
        Columns = Guard(() =>
        {
            _reader.ReadHeader();
            return _reader.Headers.ToArray();
        });
        if (Columns.Count == 0) throw new ClusterException(ErrorKind.Usage, $"{path} is empty.");
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The character between columns.</summary>
    public char Separator => _reader.Separator is '\0' ? ',' : _reader.Separator;

    /// <summary>Line at which the current row starts, from 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Reads the next row; null at the end.</summary>
    public string[]? Next() => Guard(() => _reader.Read() ? _reader.Current.ToArray() : null);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException error)
        {
            throw new ClusterException(ErrorKind.Usage, $"{_path}, line {error.LineNumber}: {error.Message}", cause: error);
        }
    }
}
