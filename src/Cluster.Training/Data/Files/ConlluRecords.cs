using System.Globalization;
using System.Text;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>
/// CoNLL-U: a line for each word with ten columns between tabs, an empty line after each sentence, comments behind #. Multiword ranges such
/// as 1-2 repeat words that have lines of their own, and empty nodes such as 1.1 are not in the text; both are skipped.
/// </summary>
internal sealed class ConlluRecords : IRecordFormat
{
    /// <summary>The columns of every file.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc"];

    /// <inheritdoc/>
    public IReadOnlyList<string> FindColumns(InputFile file) => Columns;

    /// <inheritdoc/>
    public IEnumerable<SourceRecord> Read(InputFile file, IReadOnlyList<string> columns)
    {
        int[] places = ColumnNames.Places(file, Columns, columns);
        var sentence = new ConllSentence(file, Columns);
        using Stream text = file.OpenText();
        var lines = new LineReader(file, text);
        bool any = false, begun = false;
        while (lines.Read())
        {
            if (!lines.Line.Span.IsEmpty)
            {
                begun = true;
                AddWord(file, sentence, lines);
                continue;
            }

            if (begun) yield return End(lines.Number);
            any |= begun;
            begun = false;
        }

        if (begun) yield return End(lines.Number);
        if (!any && !begun) throw BadFile.At(file.Line(1), "The file is empty; it should have sentences.");

        SourceRecord End(long line) => sentence.Words > 0
            ? sentence.Take(places)
            : throw BadFile.At(file.Line(line), "The sentence that ends here has no words; give it words or remove its comments.");
    }

    private static void AddWord(InputFile file, ConllSentence sentence, LineReader lines)
    {
        if (lines.Line.Span[0] == '#') return;
        string[] fields = Encoding.UTF8.GetString(lines.Line.Span).Split('\t', Columns.Count + 2);
        if (fields.Length != Columns.Count) throw BadFile.At(
            file.Line(lines.Number), $"The line has {(fields.Length > Columns.Count ? "more than 10" : fields.Length)} columns; a word has 10, separated by tabs.");
        string id = fields[0], expected = (sentence.Words + 1).ToString(CultureInfo.InvariantCulture);
        if (id == expected) sentence.Add(lines.Number, fields);
        else if (!IsSkipped(id)) throw BadFile.At(
            file.Line(lines.Number), Columns[0], $"The number is '{(id.Length > 20 ? id[..20] : id)}' where the word {expected} should follow; an empty line ends a sentence.");
    }

    /// <summary>Whether an id is a range or an empty node: two numbers with a dash or a dot between.</summary>
    private static bool IsSkipped(string id)
    {
        int between = id.IndexOfAny(['-', '.']);
        return between > 0 && between < id.Length - 1 && id.Where((_, index) => index != between).All(char.IsAsciiDigit);
    }
}
