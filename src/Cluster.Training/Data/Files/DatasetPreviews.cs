using Cluster.Training.Blobs;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>What a person wants to see of a dataset before training on it.</summary>
public static class DatasetPreviews
{
    /// <summary>Shows the beginning of a dataset and what its columns hold.</summary>
    /// <param name="blobs">Holds the files, all of them.</param>
    /// <param name="source">What the dataset consists of.</param>
    /// <param name="rows">Most records to show.</param>
    /// <exception cref="InvalidDataException">The files cannot be read; the message is for the user.</exception>
    public static DatasetPreview Of(BlobStore blobs, DatasetSource source, int rows)
    {
        var preview = new DatasetPreview();
        preview.Columns.Add(source.Columns.Select(column => new ColumnPreview { Column = column }));
        if (source.Format.Csv is null) return preview;
        foreach (SourceRecord record in new CsvRecords(source, blobs).Read().Take(rows))
            preview.Rows.Add(new DatasetPreview.Types.Row { Fields = { record.Fields.Select(field => field.Text) } });
        return preview;
    }
}
