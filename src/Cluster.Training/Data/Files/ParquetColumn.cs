using System.Globalization;
using Parquet;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;
using Field = Cluster.Training.Data.Texts.Field;

namespace Cluster.Training.Data.Files;

/// <summary>Reads one column of a row group.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="name">Name of the column.</param>
/// <param name="field">Its description.</param>
internal sealed class ParquetColumn(InputFile file, string name, DataField field)
{
    private static readonly System.Type[] Types =
    [
        typeof(ReadOnlyMemory<char>), typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint),
        typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(DateTime), typeof(DateOnly),
    ];

    /// <summary>Whether fields of this kind can be read: single values, and lists of them.</summary>
    public static bool Reads(DataField field) => field.MaxRepetitionLevel <= 1 && Types.Contains(field.ClrType);

    /// <summary>Reads a field for each row.</summary>
    /// <exception cref="InvalidDataException">The row group or a field is too large.</exception>
    public Field[] Read(ParquetRowGroupReader rows)
    {
        ColumnMetaData about = rows.GetMetadata(field)?.MetaData ?? throw new InvalidOperationException($"The column {name} is not there.");
        if (rows.RowGroup.TotalByteSize > FileLimits.RowGroupBytes || about.TotalUncompressedSize > FileLimits.RowGroupBytes
            || about.NumValues > FileLimits.RowGroupValues || rows.RowCount > FileLimits.RowGroupValues) throw BadFile.At(
                file.Name, $"A row group is over {FileLimits.RowGroupBytes >> 30} GiB or has over {FileLimits.RowGroupValues} values in a column; write smaller row groups.");
        // The stream reads at once, so nothing is waited for.
        using RawColumnData data = rows.ReadRawColumnDataBaseAsync(field).AsTask().GetAwaiter().GetResult();
        string[] values = Texts(data);
        ReadOnlySpan<int> definitions = field.MaxDefinitionLevel > 0 ? data.DefinitionLevels : [];
        return field.MaxRepetitionLevel > 0
            ? Lists(values, definitions, data.RepetitionLevels)
            : Singles(values, definitions);
    }

    private Field[] Singles(string[] values, ReadOnlySpan<int> definitions)
    {
        if (definitions.IsEmpty) return Array.ConvertAll(values, value => new Field(value));
        var fields = new Field[definitions.Length];
        for (int i = 0, next = 0; i < fields.Length; i++)
            fields[i] = new Field(definitions[i] == field.MaxDefinitionLevel ? values[next++] : "");
        return fields;
    }

    /// <summary>A list begins where the repetition level is 0; a value is there where the definition level is highest.</summary>
    private Field[] Lists(string[] values, ReadOnlySpan<int> definitions, ReadOnlySpan<int> repetitions)
    {
        var fields = new List<Field>();
        var items = new List<string>();
        for (int i = 0, next = 0; i < repetitions.Length; i++)
        {
            if (repetitions[i] == 0 && i > 0) End();
            if (definitions.IsEmpty || definitions[i] == field.MaxDefinitionLevel) items.Add(values[next++]);
            // One level under the highest is an item that is null, if items can be.
            else if (field.IsNullable && definitions[i] == field.MaxDefinitionLevel - 1) items.Add("");
        }

        if (repetitions.Length > 0) End();
        return [.. fields];

        void End()
        {
            fields.Add(Field.Of([.. items]));
            items.Clear();
        }
    }

    private string[] Texts(RawColumnData data) => data switch
    {
        RawColumnData<ReadOnlyMemory<char>> texts => Convert(texts, value => Checked(value.ToString())),
        RawColumnData<bool> flags => Convert(flags, value => value ? "true" : "false"),
        RawColumnData<byte> numbers => Numbers(numbers),
        RawColumnData<sbyte> numbers => Numbers(numbers),
        RawColumnData<short> numbers => Numbers(numbers),
        RawColumnData<ushort> numbers => Numbers(numbers),
        RawColumnData<int> numbers => Numbers(numbers),
        RawColumnData<uint> numbers => Numbers(numbers),
        RawColumnData<long> numbers => Numbers(numbers),
        RawColumnData<ulong> numbers => Numbers(numbers),
        RawColumnData<float> numbers => Numbers(numbers),
        RawColumnData<double> numbers => Numbers(numbers),
        RawColumnData<decimal> numbers => Numbers(numbers),
        RawColumnData<DateTime> times => Convert(times, value => value.ToString(
            value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        RawColumnData<DateOnly> days => Convert(days, value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new InvalidOperationException($"The column {name} has values of another kind than it says."),
    };

    private static string[] Numbers<T>(RawColumnData<T> data)
        where T : struct, IFormattable => Convert(data, value => value.ToString(null, CultureInfo.InvariantCulture));

    private static string[] Convert<T>(RawColumnData<T> data, Func<T, string> convert)
        where T : struct
    {
        string[] texts = new string[data.Values.Length];
        for (int i = 0; i < texts.Length; i++) texts[i] = convert(data.Values[i]);
        return texts;
    }

    private string Checked(string text)
    {
        if (text.Contains('\0')) throw BadFile.At(file.Name, $"The column '{name}' has a text with a NUL character; remove it.");
        return FileLimits.Exceeds(text) ? throw BadFile.At(file.Name, $"The column '{name}' has a field over 1 MiB; shorten it.") : text;
    }
}
