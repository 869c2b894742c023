using Cluster.Training.Blobs;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>Judges what files are, before they become a dataset.</summary>
public static class DatasetInspector
{
    /// <summary>
    /// Finds format and columns, and the part of each file by its name. Reads the begin of each file and judges kinds by the first 1000
    /// records; a mistake further behind is found when all is read.
    /// </summary>
    /// <param name="blobs">Holds the files.</param>
    /// <param name="files">The files, at least one; a part that is set is kept.</param>
    /// <param name="format">How to read them, such as <c>data.format</c> of a spec; null to judge by their names.</param>
    /// <exception cref="InvalidDataException">The files cannot be read, or do not go together; the message is for the user.</exception>
    public static DatasetSource Inspect(BlobStore blobs, IReadOnlyList<DatasetFile> files, FileFormat? format)
    {
        if (files.Count == 0) throw new InvalidDataException("A dataset needs at least one file.");
        FileFormat resolved = FileFormats.Resolve(format, files[0].Name);
        DatasetFile? other = files.FirstOrDefault(file => !FileFormats.Resolve(format, file.Name).Equals(resolved));
        if (other is not null) throw BadFile.At(
            other.Name, $"The name tells another format than that of {files[0].Name}; all files of a dataset must have the same one.");
        var source = new DatasetSource { Format = resolved };
        source.Files.Add(files.Select(WithPart));
        if (FileFormats.ReaderOf(resolved) is { } reader) AddColumns(source, reader, blobs);
        return source;
    }

    private static DatasetFile WithPart(DatasetFile given)
    {
        DatasetFile file = given.Clone();
        if (file.Part == DatasetFile.Types.Part.Unspecified) file.Part = PartNames.Of(file.Name);
        return file;
    }

    private static void AddColumns(DatasetSource source, IRecordFormat reader, BlobStore blobs)
    {
        InputFile[] files = [.. source.Files.Select(file => InputFile.Of(blobs, file))];
        IReadOnlyList<string> columns = reader.FindColumns(files[0]);
        if (source.Format.JsonLines is not null)
            // A member that is null may be left out.
            columns = [.. files.SelectMany(reader.FindColumns).Distinct(StringComparer.Ordinal)];
        foreach (InputFile file in files.Skip(1)) CheckSame(files[0], columns, file, reader.FindColumns(file), source.Format);
        source.Columns.Add(columns.Select(column => new DatasetColumn { Name = column }));
        List<SourceRecord> first = [.. files.SelectMany(file => reader.Read(file, columns)).Take(FileLimits.JudgedRecords)];
        foreach ((int index, DatasetColumn column) in source.Columns.Index()) column.Kind = ColumnKinds.Of(first, index);
    }

    private static void CheckSame(InputFile first, IReadOnlyList<string> columns, InputFile file, IReadOnlyList<string> own, FileFormat format)
    {
        if (format.JsonLines is not null || columns.ToHashSet().SetEquals(own)) return;
        throw BadFile.At(file.Line(1), $"The columns are {ColumnNames.List(own)}, but those of {first.Name} are {ColumnNames.List(columns)}; "
            + "all files of a dataset must have the same ones.");
    }
}
