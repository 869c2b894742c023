using System.Globalization;
using Cluster.Client.Errors;
using Cluster.V1;

namespace Cluster.Client.Predictions;

/// <summary>
/// CoNLL-U, a sentence each. Lines come back as they are; the last column of each word, which is for remarks, gets <c>Predicted=TAG</c> too.
/// </summary>
internal sealed class ConlluRows : IRowFile
{
    private const string Nothing = "_";

    private static readonly string[] Columns = ["id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc"];

    private readonly string _path;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly int _text;
    private readonly Queue<List<string>> _waiting = new();
    private long _line;

    /// <summary>Opens the input.</summary>
    /// <param name="path">The input.</param>
    /// <param name="output">Receives the sentences; stays open.</param>
    /// <param name="model">The model.</param>
    /// <param name="column">Column with the words; null for that of the model.</param>
    /// <exception cref="ClusterException">Usage: the model does not tag words, or there is no such column.</exception>
    public ConlluRows(string path, Stream output, Model model, string? column)
    {
        if (model.Task != JobSpec.Types.Task.Tagging)
            throw new ClusterException(ErrorKind.Usage, $"{path} has words to tag, but the model {model.Id} is for {model.Task}.");
        _text = Array.IndexOf(Columns, column ?? (Columns.Contains(model.Input?.Text) ? model.Input!.Text : "form"));
        if (_text < 0) throw new ClusterException(ErrorKind.Usage, $"{path} has no column \"{column}\"; it has {string.Join(", ", Columns)}.");
        _path = path;
        _reader = new StreamReader(path);
        _writer = new StreamWriter(output, leaveOpen: true) { NewLine = "\n" };
    }

    /// <inheritdoc/>
    public PredictionInput? Next()
    {
        List<string> sentence = [];
        PredictionInput input = new();
        while (_reader.ReadLine() is { } line)
        {
            _line++;
            if (line.Length > 0)
            {
                sentence.Add(line);
                if (Fields(line) is { } fields) input.Tokens.Add(fields[_text]);
            }
            else if (input.Tokens.Count > 0)
            {
                break;
            }
        }

        if (input.Tokens.Count == 0) return null;
        _waiting.Enqueue(sentence);
        return input;
    }

    /// <inheritdoc/>
    public void Write(Prediction prediction, IReadOnlyList<string> valueNames)
    {
        int word = 0;
        foreach (string line in _waiting.Dequeue())
        {
            // A model may read only the beginning of a long sentence.
            bool isTagged = Fields(line) is not null && word < prediction.Tokens.Count;
            _writer.WriteLine(isTagged ? Tagged(line, prediction.Tokens[word++].Label) : line);
        }

        _writer.WriteLine();
    }

    /// <inheritdoc/>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private static string Tagged(string line, string tag)
    {
        int last = line.LastIndexOf('\t') + 1;
        string remarks = line[last..] == Nothing ? "" : line[last..] + "|";
        return $"{line[..last]}{remarks}Predicted={tag}";
    }

    /// <summary>The columns of a word; null for comments, ranges of words and empty nodes.</summary>
    private string[]? Fields(string line)
    {
        if (line[0] == '#') return null;
        string[] fields = line.Split('\t');
        if (fields.Length != Columns.Length)
        {
            throw new ClusterException(ErrorKind.Usage, string.Create(
                CultureInfo.InvariantCulture, $"{_path}, line {_line}: there are {fields.Length} columns instead of {Columns.Length}."));
        }

        return fields[0].All(char.IsAsciiDigit) ? fields : null;
    }
}
