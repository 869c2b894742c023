using System.CommandLine;
using System.Globalization;
using Cluster.Client.Errors;
using Cluster.Client.Predictions;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary>One run of predictions: from texts to a table, or from a file to a file.</summary>
internal sealed class PredictRun(CommandContext context, ParseResult arguments, ClusterClient client, PredictOptions options)
{
    // Most texts that one call may have.
    private const int BatchSize = 1000;

    private static readonly string[] Readable = [".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".conllu"];

    private readonly Terminal _terminal = context.Terminal;

    /// <summary>Predicts.</summary>
    public Task<int> RunAsync(string model, CancellationToken cancel) =>
        arguments.GetValue(options.File) is { } file ? FileAsync(model, file, cancel) : TextsAsync(model, cancel);

    private async Task<int> TextsAsync(string model, CancellationToken cancel)
    {
        List<string> texts = Texts();
        PredictResponse all = new();
        foreach (string[] batch in texts.Chunk(BatchSize))
        {
            PredictResponse answer = await client.PredictTextsAsync(model, batch, arguments.GetValue(options.Top), cancel);
            all.Predictions.Add(answer.Predictions);
            if (all.ValueNames.Count == 0) all.ValueNames.Add(answer.ValueNames);
        }
        if (context.IsJson(arguments))
            JsonLine.WriteMessage(_terminal.Out, all);
        else
            PredictionTable.Write(texts, all, _terminal.Out);
        return ExitCode.Ok;
    }

    private async Task<int> FileAsync(string id, string path, CancellationToken cancel)
    {
        if (!File.Exists(path)) throw new ClusterException(ErrorKind.Usage, $"There is no file {path}.");
        if (!Readable.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new ClusterException(ErrorKind.Usage, $"{path} can't be predicted from; files end in {string.Join(' ', Readable)}.");
        FilePrediction prediction = new(client, await client.GetModelAsync(id, cancel))
        {
            Probabilities = arguments.GetValue(options.Probabilities),
            Column = arguments.GetValue(options.Column),
        };
        if (arguments.GetValue(options.Out) is not { } target)
        {
            using Utf8Output output = new(_terminal.Out);
            await prediction.RunAsync(path, output, new Progress<long>(), cancel);
            return ExitCode.Ok;
        }
        if (!Path.GetExtension(target).Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))
            throw new ClusterException(ErrorKind.Usage, $"{target} must end as {path} does: what comes out has the format of what goes in.");
        await WriteAsync(prediction, path, Path.GetFullPath(target), cancel);
        return ExitCode.Ok;
    }

    /// <summary>Writes beside the target first: what is there under its name is whole.</summary>
    private async Task WriteAsync(FilePrediction prediction, string path, string target, CancellationToken cancel)
    {
        string temporary = target + ".part";
        long began = _terminal.Time.GetTimestamp();
        long rows;
        try
        {
            await using (FileStream output = new(temporary, FileMode.Create, FileAccess.Write))
                rows = await prediction.RunAsync(path, output, new RowProgress(_terminal), cancel);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        string seconds = _terminal.Time.GetElapsedTime(began).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        _terminal.Error.WriteLine($"{Numbers.Grouped(rows)} rows in {seconds} s");
        if (context.IsJson(arguments))
            JsonLine.WriteResult(_terminal.Out, new { File = target, Rows = rows });
        else
            _terminal.Out.WriteLine(target);
    }

    private List<string> Texts()
    {
        List<string> texts = [.. arguments.GetValue(options.Text) ?? []];
        if (texts.Count == 0)
        {
            if (_terminal.CanAsk)
                _terminal.Error.WriteLine("One text a line; Ctrl-D ends.");
            while (_terminal.In.ReadLine() is string line)
                texts.Add(line);
        }
        int empty = texts.FindIndex(string.IsNullOrWhiteSpace);
        if (empty >= 0)
            throw new ClusterException(
                ErrorKind.Usage, string.Create(CultureInfo.InvariantCulture, $"Text {empty + 1} is empty; there is nothing to predict from."));
        return texts.Count > 0
            ? texts
            : throw new ClusterException(ErrorKind.Usage, "There is no text to predict from; give one by --text, or lines on the input.");
    }
}
