using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cluster.Client.Errors;
using Cluster.V1;

namespace Cluster.Client.Predictions;

/// <summary>
/// JSON lines, an object each: a text, a list <c>tokens</c> of texts, or <c>features</c>, a list of steps with a list of numbers each.
/// The predictions become further members.
/// </summary>
internal sealed class JsonRows : IRowFile
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly Model _model;
    private readonly bool _probabilities;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly string _text;
    private readonly Queue<JsonObject> _waiting = new();
    private long _line;

    /// <summary>Opens the input.</summary>
    /// <param name="path">The input.</param>
    /// <param name="output">Receives the rows; stays open.</param>
    /// <param name="model">The model.</param>
    /// <param name="column">Member with the text; null for that of the model.</param>
    /// <param name="probabilities">Whether the probability of each class is written.</param>
    public JsonRows(string path, Stream output, Model model, string? column, bool probabilities)
    {
        (_path, _model, _probabilities) = (path, model, probabilities);
        _reader = new StreamReader(path);
        _writer = new StreamWriter(output, leaveOpen: true) { NewLine = "\n" };
        _text = column ?? (model.Input?.Text is { Length: > 0 } learned ? learned : "text");
    }

    /// <inheritdoc/>
    public PredictionInput? Next()
    {
        string? line;
        do
        {
            line = _reader.ReadLine();
            _line++;
        }
        while (line is { Length: 0 });
        if (line is null) return null;
        try
        {
            JsonObject row = JsonNode.Parse(line) as JsonObject ?? throw Fault("is no JSON object");
            PredictionInput input = Input(row);
            _waiting.Enqueue(row);
            return input;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw Fault($"can't be read: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public void Write(Prediction prediction, IReadOnlyList<string> valueNames)
    {
        JsonObject row = _waiting.Dequeue();
        foreach ((string name, JsonNode? value) in Members(prediction, valueNames))
            row[row.ContainsKey(name) ? $"predicted_{name}" : name] = value;
        _writer.WriteLine(row.ToJsonString(Plain));
    }

    /// <inheritdoc/>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private PredictionInput Input(JsonObject row)
    {
        if (row["features"] is JsonArray steps) return new PredictionInput { Numbers = { steps.SelectMany(step => step!.AsArray()).Select(number => number!.GetValue<double>()) } };
        if (row["tokens"] is JsonArray tokens) return new PredictionInput { Tokens = { tokens.Select(token => token!.GetValue<string>()) } };
        if (row[_text] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0) return new PredictionInput { Text = text };
        throw Fault($"has neither a text \"{_text}\" nor a list \"tokens\" or \"features\"");
    }

    private IEnumerable<(string Name, JsonNode? Value)> Members(Prediction prediction, IReadOnlyList<string> valueNames)
    {
        if (_model.Task == JobSpec.Types.Task.Tagging)
        {
            yield return ("tags", new JsonArray([.. prediction.Tokens.Select(token => new JsonArray(token.Token, token.Label))]));
        }
        else if (valueNames.Count > 0)
        {
            yield return ("values", new JsonArray([.. prediction.Values.Select(value => JsonValue.Create(value))]));
        }
        else
        {
            yield return ("label", prediction.Label);
            yield return ("probability", prediction.Probability);
            if (_probabilities)
                yield return ("probabilities", new JsonObject(prediction.Classes.Select(one => KeyValuePair.Create(one.Label, (JsonNode?)one.Probability))));
        }
    }

    private ClusterException Fault(string what) => new(ErrorKind.Usage, $"{_path}, line {_line}: the row {what}.");
}
