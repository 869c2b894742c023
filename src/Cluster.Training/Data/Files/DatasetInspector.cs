using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>Judges what files hold.</summary>
public static class DatasetInspector
{
    private const int RecordsJudged = 1000;

    /// <summary>Says how files are to be read and which columns they have.</summary>
    /// <param name="blobs">Holds the files, all of them.</param>
    /// <param name="files">The files, at least one.</param>
    /// <param name="format">How to read them; null for what the name of the first file tells.</param>
    /// <exception cref="InvalidDataException">The files cannot be read; the message is for the user.</exception>
    public static DatasetSource Inspect(BlobStore blobs, IReadOnlyList<DatasetFile> files, FileFormat? format)
    {
        FileFormat judged = format ?? FormatOf(files[0].Name);
        var source = new DatasetSource { Files = { files }, Format = judged };
        if (judged.Csv is null) return source;
        var records = new CsvRecords(source, blobs);
        string[] header = records.Header();
        List<string[]> first = [.. records.Read().Take(RecordsJudged).Select(record => Array.ConvertAll(record.Fields, field => field.Text))];
        for (int i = 0; i < header.Length; i++)
        {
            bool numbers = first.Count > 0 && first.All(row => double.TryParse(row[i], System.Globalization.CultureInfo.InvariantCulture, out _));
            source.Columns.Add(new DatasetColumn { Name = header[i], Kind = numbers ? DatasetColumn.Types.Kind.Number : DatasetColumn.Types.Kind.Text });
        }

        return source;
    }

    private static FileFormat FormatOf(string name) => Path.GetExtension(name) switch
    {
        ".csv" => new FileFormat { Csv = new CsvFormat { Delimiter = "," } },
        ".tsv" => new FileFormat { Csv = new CsvFormat { Delimiter = "\t" } },
        _ => new FileFormat { Opaque = new OpaqueFormat() },
    };
}
