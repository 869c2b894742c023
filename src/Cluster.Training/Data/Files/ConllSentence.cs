using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>Gathers the words of one sentence, column by column.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="columns">Names of the file's columns.</param>
internal sealed class ConllSentence(InputFile file, IReadOnlyList<string> columns)
{
    private readonly List<string>[] _items = [.. columns.Select(_ => new List<string>())];
    private long _start;
    private long _characters;

    /// <summary>Words so far.</summary>
    public int Words => _items[0].Count;

    /// <summary>Adds a word.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="fields">Its fields, one a column.</param>
    public void Add(long line, string[] fields)
    {
        if (Words == 0) _start = line;
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i].Length == 0) throw BadFile.At(file.Line(line), columns[i], "The field is empty; write _ where there is nothing.");
            if (FileLimits.Exceeds(fields[i])) throw BadFile.At(file.Line(line), columns[i], FileLimits.FieldSentence);
            _items[i].Add(fields[i]);
            _characters += fields[i].Length;
        }

        if (_characters > FileLimits.RecordBytes) throw BadFile.At(
            file.Line(_start), $"The sentence is over {FileLimits.RecordBytes >> 20} MiB; an empty line should end each sentence.");
    }

    /// <summary>Returns the sentence as a record and begins the next one.</summary>
    /// <param name="places">Columns that are wanted.</param>
    public SourceRecord Take(int[] places)
    {
        var record = new SourceRecord(file.Line(_start), file.Part, Array.ConvertAll(places, place => Field.Of([.. _items[place]])));
        foreach (List<string> items in _items) items.Clear();
        _characters = 0;
        return record;
    }
}
