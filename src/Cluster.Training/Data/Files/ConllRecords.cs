using System.Text;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>
/// Columns as in CoNLL-2003: a line for each word, fields between spaces or tabs, an empty line after each sentence. Lines that begin with
/// -DOCSTART- are skipped.
/// </summary>
/// <param name="names">Names of the columns; empty for token, column2 and so on, and label.</param>
internal sealed class ConllRecords(IReadOnlyList<string> names) : IRecordFormat
{
    private static ReadOnlySpan<byte> DocumentStart => "-DOCSTART-"u8;

    /// <inheritdoc/>
    public IReadOnlyList<string> FindColumns(InputFile file)
    {
        using Stream text = file.OpenText();
        var lines = new LineReader(file, text);
        while (lines.Read())
        {
            if (IsWord(lines)) return NamesFor(Split(lines).Length, file, lines.Number);
        }

        throw BadFile.At(file.Line(1), "The file is empty; it should have sentences.");
    }

    /// <inheritdoc/>
    public IEnumerable<SourceRecord> Read(InputFile file, IReadOnlyList<string> columns)
    {
        IReadOnlyList<string> own = FindColumns(file);
        int[] places = ColumnNames.Places(file, own, columns);
        var sentence = new ConllSentence(file, own);
        using Stream text = file.OpenText();
        var lines = new LineReader(file, text);
        while (lines.Read())
        {
            if (IsWord(lines))
            {
                string[] fields = Split(lines);
                sentence.Add(lines.Number, fields.Length == own.Count ? fields : throw BadFile.At(
                    file.Line(lines.Number), $"The line has {fields.Length} columns; the lines before have {own.Count}."));
            }
            else if (sentence.Words > 0)
            {
                yield return sentence.Take(places);
            }
        }

        if (sentence.Words > 0) yield return sentence.Take(places);
    }

    private static bool IsWord(LineReader lines) =>
        lines.Line.Span.IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0 && !lines.Line.Span.StartsWith(DocumentStart);

    private static string[] Split(LineReader lines)
    {
        string line = Encoding.UTF8.GetString(lines.Line.Span);
        return line.Contains('\t') ? line.Split('\t', FileLimits.Columns + 1) : line.Split(' ', FileLimits.Columns + 1, StringSplitOptions.RemoveEmptyEntries);
    }

    private IReadOnlyList<string> NamesFor(int count, InputFile file, long line)
    {
        if (count is 1 or > FileLimits.Columns) throw BadFile.At(file.Line(line), "The line has no columns; a word and its label should be separated by a space or tab.");
        if (names.Count == 0) return [.. Enumerable.Range(1, count).Select(i => i == 1 ? "token" : i == count ? "label" : $"column{i}")];
        return names.Count == count ? ColumnNames.Checked(file, line, names) : throw BadFile.At(file.Line(line), $"The line has {count} columns, but {names.Count} are named; name each.");
    }
}
