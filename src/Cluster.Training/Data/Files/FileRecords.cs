using Cluster.Training.Blobs;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>The records of a stored dataset: those of its files one after the other, in their order, lazily and each time anew.</summary>
public sealed class FileRecords : IRecordSource
{
    private readonly DatasetSource _source;
    private readonly BlobStore? _blobs;

    /// <summary>Names the records; nothing is opened yet.</summary>
    /// <param name="source">What the dataset consists of, as <see cref="DatasetInspector"/> returns it.</param>
    /// <param name="blobs">Holds the files; null where only the columns are asked for.</param>
    public FileRecords(DatasetSource source, BlobStore? blobs)
    {
        _source = source;
        _blobs = blobs;
        Columns = [.. source.Columns.Select(column => column.Name)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    /// <remarks>One record is in memory at a time, of Parquet one row group. A record with a part belongs to a file whose name says so.</remarks>
    public IEnumerable<SourceRecord> Read()
    {
        BlobStore blobs = _blobs ?? throw new InvalidOperationException("The files are not at hand.");
        IRecordFormat format = FileFormats.ReaderOf(_source.Format)
            ?? throw new InvalidDataException("The dataset's files have no records; they are word vectors or a tokenizer.");
        return _source.Files.SelectMany(file => format.Read(InputFile.Of(blobs, file), Columns));
    }
}
