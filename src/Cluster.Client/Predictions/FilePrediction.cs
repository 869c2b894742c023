using Cluster.Client.Errors;
using Cluster.V1;
using CsvHelper;

namespace Cluster.Client.Predictions;

/// <summary>Predicts for a whole file, of any size: rows are read, asked about and written in parts.</summary>
internal sealed class FilePrediction(ClusterClient client, Model model)
{
    // The most inputs that one call may have; and a call should stay far under the 4 MiB that a server takes.
    private const int MostInputs = 1000;
    private const int MostBytes = 1 << 20;

    /// <summary>Whether each class gets its probability, and not only the best one.</summary>
    public bool Probabilities { get; init; }

    /// <summary>Column with the text; null for that of the model.</summary>
    public string? Column { get; init; }

    /// <summary>Reads a file and writes it with predictions.</summary>
    /// <param name="path">.csv, .tsv, .txt (as CSV), .jsonl or .conllu.</param>
    /// <param name="output">Receives the rows in the same format.</param>
    /// <param name="progress">Told how many rows are done, after each part.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Rows written.</returns>
    public async Task<long> RunAsync(string path, Stream output, IProgress<long> progress, CancellationToken cancel)
    {
        string ending = Path.GetExtension(path).ToUpperInvariant();
        bool isTable = ending is not (".JSONL" or ".NDJSON" or ".CONLLU");
        if (isTable && model.Input is { Features: > 0 }) return await SequenceAsync(path, output, cancel);
        using IRowFile rows = isTable ? new CsvRows(path, output, model, Column, Probabilities)
            : ending == ".CONLLU" ? new ConlluRows(path, output, model, Column)
            : new JsonRows(path, output, model, Column, Probabilities);
        long done = 0;
        for (List<PredictionInput> part; (part = Part(rows)).Count > 0;)
        {
            PredictResponse answer = await client.PredictAsync(model.Id, part, Probabilities ? int.MaxValue : 1, cancel);
            foreach (Prediction prediction in answer.Predictions) rows.Write(prediction, answer.ValueNames);
            progress.Report(done += part.Count);
        }

        if (done == 0) throw new ClusterException(ErrorKind.Usage, $"{path} has no rows.");
        rows.Flush();
        return done;
    }

    private static List<PredictionInput> Part(IRowFile rows)
    {
        List<PredictionInput> part = [];
        for (int bytes = 0; part.Count < MostInputs && bytes < MostBytes && rows.Next() is { } input; bytes += input.CalculateSize()) part.Add(input);
        return part;
    }

    /// <summary>A table of numbers is one sequence; what is predicted becomes a table of its own.</summary>
    private async Task<long> SequenceAsync(string path, Stream output, CancellationToken cancel)
    {
        PredictResponse answer = await client.PredictAsync(model.Id, [NumberTable.Read(path, model)], Probabilities ? int.MaxValue : 1, cancel);
        Prediction prediction = answer.Predictions[0];
        using CsvWriter writer = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        if (answer.ValueNames.Count == 0)
        {
            AddedColumns added = new(model, Probabilities, [], []);
            writer.WriteRecord([.. added.Names]);
            writer.WriteRecord([.. added.Cells(prediction)]);
            return 1;
        }

        writer.WriteRecord([.. answer.ValueNames]);
        foreach (double[] row in prediction.Values.Chunk(answer.ValueNames.Count)) writer.WriteRecord([.. row.Select(AddedColumns.Number)]);
        return prediction.Values.Count / answer.ValueNames.Count;
    }
}
