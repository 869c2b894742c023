using Cluster.Training.Blobs;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>The records of CSV files without quotes, each with a header.</summary>
/// <param name="source">The files and their columns.</param>
/// <param name="blobs">Holds the files.</param>
public sealed class CsvRecords(DatasetSource source, BlobStore blobs) : IRecordSource
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Columns => [.. source.Columns.Select(column => column.Name)];

    /// <summary>Names of the columns, from the first file.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public string[] Header()
    {
        using var reader = new StreamReader(blobs.OpenRead(source.Files[0].Sha256));
        return Split(reader.ReadLine() ?? throw new InvalidDataException($"{source.Files[0].Name} is empty."));
    }

    /// <inheritdoc/>
    public IEnumerable<SourceRecord> Read()
    {
        string[] header = Header();
        foreach (DatasetFile file in source.Files)
        {
            using var reader = new StreamReader(blobs.OpenRead(file.Sha256));
            long line = 1;
            for (reader.ReadLine(); reader.ReadLine() is { } text;)
            {
                var place = new RecordPlace(file.Name, ++line);
                string[] fields = Split(text);
                if (fields.Length != header.Length) throw new InvalidDataException($"{place}: {fields.Length} fields, not {header.Length}.");
                yield return new SourceRecord(place, null, Array.ConvertAll(fields, field => new Field(field)));
            }
        }
    }

    private string[] Split(string line) => line.Split(source.Format.Csv.Delimiter);
}
