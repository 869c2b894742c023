using Cluster.Client.Errors;
using Cluster.V1;
using CsvHelper;

namespace Cluster.Client.Predictions;

/// <summary>CSV or TSV with a header; the predictions become further columns.</summary>
internal sealed class CsvRows : IRowFile
{
    private readonly string _path;
    private readonly Model _model;
    private readonly bool _probabilities;
    private readonly CsvTable _table;
    private readonly CsvWriter _writer;
    private readonly int _text;
    private readonly Queue<string[]> _waiting = new();
    private AddedColumns? _added;

    /// <summary>Opens the input.</summary>
    /// <param name="path">The input.</param>
    /// <param name="output">Receives the rows; stays open.</param>
    /// <param name="model">The model.</param>
    /// <param name="column">Column with the text; null for that of the model.</param>
    /// <param name="probabilities">Whether each class gets a column with its probability.</param>
    public CsvRows(string path, Stream output, Model model, string? column, bool probabilities)
    {
        (_path, _model, _probabilities) = (path, model, probabilities);
        _table = new CsvTable(path);
        _writer = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n", Separator = _table.Separator }, leaveOpen: true);
        _text = TextColumn.Find(_table.Columns, model, column, path);
    }

    /// <inheritdoc/>
    public PredictionInput? Next()
    {
        if (_table.Next() is not { } fields) return null;
        if (fields[_text].Length == 0)
            throw new ClusterException(ErrorKind.Usage, $"{_path}, line {_table.Line}: the column \"{_table.Columns[_text]}\" is empty.");
        _waiting.Enqueue(fields);
        return new PredictionInput { Text = fields[_text] };
    }

    /// <inheritdoc/>
    public void Write(Prediction prediction, IReadOnlyList<string> valueNames)
    {
        if (_added is null)
        {
            _added = new AddedColumns(_model, _probabilities, valueNames, _table.Columns);
            _writer.WriteRecord([.. _table.Columns, .. _added.Names]);
        }

        _writer.WriteRecord([.. _waiting.Dequeue(), .. _added.Cells(prediction)]);
    }

    /// <inheritdoc/>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _table.Dispose();
    }
}
