using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>Separated values as RFC 4180 says; also such with other delimiters.</summary>
/// <param name="delimiter">Character between fields.</param>
/// <param name="header">Whether the first record has the columns' names.</param>
internal sealed class CsvRecords(char delimiter, bool header) : IRecordFormat
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FindColumns(InputFile file)
    {
        using var cursor = new CsvCursor(file, delimiter);
        return ReadColumns(cursor, file);
    }

    /// <inheritdoc/>
    public IEnumerable<SourceRecord> Read(InputFile file, IReadOnlyList<string> columns)
    {
        using var cursor = new CsvCursor(file, delimiter);
        IReadOnlyList<string> own = ReadColumns(cursor, file);
        int[] places = ColumnNames.Places(file, own, columns);
        bool more = !header || cursor.Read(own);
        if (!more) throw BadFile.At(file.Line(1), "There is a header but no record below it.");
        for (; more; more = cursor.Read(own))
        {
            RecordPlace place = file.Line(cursor.Line);
            if (cursor.Count != own.Count) throw BadFile.At(place, Ragged(cursor.Count, own.Count));
            yield return new SourceRecord(place, file.Part, Array.ConvertAll(places, index => new Field(cursor[index])));
        }
    }

    /// <summary>The names of the columns; the cursor is on the header or, without one, on the first record.</summary>
    private IReadOnlyList<string> ReadColumns(CsvCursor cursor, InputFile file)
    {
        if (!cursor.Read(columns: null)) throw BadFile.At(
            file.Line(1), header ? "The file is empty; it should begin with the names of its columns." : "The file is empty; it should have records.");
        string[] names = new string[cursor.Count];
        // A table that was written with its row numbers has no name over them.
        for (int i = 0; i < names.Length; i++) names[i] = header && cursor[i].Length > 0 ? cursor[i] : $"column{i + 1}";
        return ColumnNames.Checked(file, cursor.Line, names);
    }

    private string Ragged(int fields, int columns) =>
        $"The record has {(fields == 1 ? "1 field" : $"{fields} fields")}, but there are {columns} columns; "
            + $"quote fields that contain {(delimiter == '\t' ? "tabs" : $"'{delimiter}'")} or line breaks.";
}
