using Cluster.Training.Data.Texts;
using Parquet;
using Parquet.Schema;
using Field = Cluster.Training.Data.Texts.Field;

namespace Cluster.Training.Data.Files;

/// <summary>
/// Apache Parquet. Columns are texts, numbers, dates, truth values and lists of them, also within structs; others are left out. One row group
/// is in memory at a time. A place is the number of a row.
/// </summary>
internal sealed class ParquetRecords : IRecordFormat
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FindColumns(InputFile file)
    {
        using Stream stream = file.OpenSeekable();
        ParquetReader reader = Open(file, stream);
        string[] names = [.. Columns(file, reader).Select(column => column.Name)];
        if (names.Length == 0) throw BadFile.At(file.Name, "The file has no column of texts, numbers or lists of them; add one.");
        return ColumnNames.Checked(file, 1, names);
    }

    /// <inheritdoc/>
    public IEnumerable<SourceRecord> Read(InputFile file, IReadOnlyList<string> columns)
    {
        int[] places = ColumnNames.Places(file, FindColumns(file), columns);
        using Stream stream = file.OpenSeekable();
        ParquetReader reader = Open(file, stream);
        (string Name, DataField Field)[] all = [.. Columns(file, reader)];
        long row = 0;
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            Field[][] values = ReadGroup(file, reader, group, [.. places.Select(place => all[place])]);
            for (int i = 0; i < values[0].Length; i++)
                yield return new SourceRecord(file.Line(++row), file.Part, Array.ConvertAll(values, column => column[i]));
        }

        if (row == 0) throw BadFile.At(file.Name, "The file has no rows; it should have records.");
    }

    private static ParquetReader Open(InputFile file, Stream stream) =>
        Guard(file, () =>
        {
            ParquetFooter.Check(stream);
            // The stream reads at once, so nothing is waited for.
            return ParquetReader.CreateAsync(stream, leaveStreamOpen: true).GetAwaiter().GetResult();
        });

    private static (string Name, DataField Field)[] Columns(InputFile file, ParquetReader reader) =>
        Guard(file, () => Leaves(reader.Schema.Fields, prefix: "").Take(FileLimits.Columns).ToArray());

    private static IEnumerable<(string Name, DataField Field)> Leaves(IEnumerable<Parquet.Schema.Field> fields, string prefix)
    {
        foreach (Parquet.Schema.Field field in fields)
        {
            DataField? leaf = field as DataField ?? (field as ListField)?.Item as DataField;
            if (leaf is not null && ParquetColumn.Reads(leaf)) yield return (prefix + field.Name, leaf);
            if (field is not StructField group) continue;
            foreach ((string Name, DataField Field) below in Leaves(group.Fields, $"{prefix}{field.Name}.")) yield return below;
        }
    }

    private static Field[][] ReadGroup(InputFile file, ParquetReader reader, int group, (string Name, DataField Field)[] columns) => Guard(file, () =>
    {
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
        var read = new Field[columns.Length][];
        foreach ((int index, (string name, DataField field)) in columns.Index())
        {
            read[index] = new ParquetColumn(file, name, field).Read(rows);
            if (read[index].Length != rows.RowCount) throw new InvalidOperationException($"The column {name} has {read[index].Length} of {rows.RowCount} rows.");
        }

        return read;
    });

    /// <summary>Whatever the library throws at a damaged file, it means one thing to the user.</summary>
    private static T Guard<T>(InputFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not InvalidDataException || !error.Message.StartsWith(file.Name, StringComparison.Ordinal))
        {
            throw BadFile.At(file.Name, "The file is no whole Parquet file; it is damaged or was cut short.", error);
        }
    }
}
