namespace Cluster.Training.Data.Texts;

/// <summary>The records of a source with their text and label picked out. They are read anew for each pass and never kept.</summary>
internal sealed class TextRecords
{
    private readonly IRecordSource _source;
    private readonly int _text;
    private readonly int? _label;

    /// <summary>Finds the columns.</summary>
    /// <param name="source">The source.</param>
    /// <param name="textColumn">Name of the column with the text.</param>
    /// <param name="labelColumn">Name of the column with the label; null to read none.</param>
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public TextRecords(IRecordSource source, string textColumn, string? labelColumn)
    {
        _source = source;
        _text = IndexOf(textColumn);
        _label = labelColumn is null ? null : IndexOf(labelColumn);
    }

    /// <summary>Column names of the source.</summary>
    public IReadOnlyList<string> Columns => _source.Columns;

    /// <summary>Reads the records, always in the same order.</summary>
    /// <exception cref="InvalidDataException">The source cannot be read, or a field is missing or empty; the message says where.</exception>
    public IEnumerable<TextRecord> Read()
    {
        int index = 0;
        foreach (SourceRecord record in _source.Read())
        {
            Field[] fields = record.Fields;
            if (fields.Length != Columns.Count) throw new InvalidDataException($"{record.Place} has {fields.Length} fields instead of {Columns.Count}.");
            if (fields[_text].Text.Length == 0) throw new InvalidDataException($"{record.Place} has no text.");
            Field label = _label is { } column ? fields[column] : new Field("");
            if (_label is not null && label.Text.Length == 0) throw new InvalidDataException($"{record.Place} has no label.");
            yield return new TextRecord(index++, record, fields[_text], label);
        }
    }

    /// <summary>Reads the words of each record as they are written, for networks that read their letters.</summary>
    public IEnumerable<string[]> Words(int most)
    {
        var tokenizer = new WordTokenizer(lowercase: false);
        return Read().Select(record => record.Tokenize(tokenizer, most));
    }

    private int IndexOf(string column)
    {
        int index = Columns.ToList().IndexOf(column);
        return index >= 0 ? index : throw new InvalidDataException(
            $"The dataset has no column '{column}'; it has {string.Join(" and ", Columns)}.");
    }
}
